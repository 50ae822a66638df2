import { expect, it } from "vitest";
import type { EtcdPort } from "@/lib/etcd/port";
import { createLayoutSet } from "@/lib/layouts/layout-set";
import { parsePrefixes } from "@/lib/layouts/prefixes";
import { keyValueOf } from "@/lib/layouts/testing";
import { createManualClock } from "@/lib/manual-clock";
import { createTurns } from "@/server/http/turns";
import { createPastViews } from "./past-views";

const layouts = createLayoutSet(parsePrefixes("/services/=path").prefixes);

/** An etcd that answers when it is told to: how many are asked at once is what is tested. */
function slowEtcd() {
  const asked: { revision: string; answer: () => void }[] = [];
  const etcd = {
    range: ({ revision = "" }: { revision?: string }) =>
      new Promise((resolve) => {
        const keyValues = [
          keyValueOf("/services/web/eu/1", JSON.stringify({ host: "h", port: 1, note: "x".repeat(500) })),
        ];
        asked.push({ revision, answer: () => resolve({ keyValues, more: false, header: { revision } }) });
      }),
  } as unknown as EtcdPort;
  return { etcd: () => etcd, asked };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const { signal: nobodyGoes } = new AbortController();
const setUp = (mostBytes?: number) => {
  const { etcd, asked } = slowEtcd();
  const clock = createManualClock();
  return {
    asked,
    clock,
    views: createPastViews({ etcd, layouts, clock, turns: createTurns(), ...(mostBytes ? { mostBytes } : {}) }),
  };
};

it("lists two revisions at a time, lets a few wait, and says to the others that it is busy", async () => {
  const { asked, views } = setUp();
  const answers = Array.from({ length: 30 }, (_, n) => views.at(`${n}`, nobodyGoes));
  const settled = Promise.allSettled(answers);
  let most = 0;
  for (let done = 0; done < 10; done++) {
    while (asked.length <= done) await turn();
    most = Math.max(most, asked.length - done);
    asked[done]?.answer();
  }
  const results = await settled;
  expect(most).toBe(2);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  expect(results.filter((one) => one.status === "rejected" && one.reason.code === "busy")).toHaveLength(20);
});

it("asks once for whoever wants the same revision, and keeps it for the next page", async () => {
  const { asked, views } = setUp();
  const both = [views.at("7", nobodyGoes), views.at("7", nobodyGoes)];
  await turn();
  asked[0]?.answer();
  const [one, other] = await Promise.all(both);
  expect(one).toHaveLength(1);
  expect(other).toBe(one);
  expect(await views.at("7", nobodyGoes)).toBe(one);
  expect(asked).toHaveLength(1);
});

it("gives a list up when all who wait for it have gone, and not before", async () => {
  const { asked, views } = setUp();
  const first = new AbortController();
  const second = new AbortController();
  const both = [views.at("7", first.signal), views.at("7", second.signal)];
  await turn();
  first.abort(new Error("gone"));
  await expect(both[0]).rejects.toThrow("gone");
  expect(views.stats().inside).toBe(1);
  second.abort(new Error("gone too"));
  await expect(both[1]).rejects.toThrow("gone too");
  asked[0]?.answer();
  await turn();
  expect(views.stats()).toMatchObject({ inside: 0, kept: 0 });
  const again = views.at("7", nobodyGoes);
  await turn();
  asked[1]?.answer();
  expect(await again).toHaveLength(1);
});

it("keeps no more than its bytes, of one and of all, and forgets them after a minute", async () => {
  const tight = setUp(100);
  const refused = tight.views.at("7", nobodyGoes);
  await turn();
  tight.asked[0]?.answer();
  await expect(refused).rejects.toMatchObject({ code: "over-budget" });

  const { asked, views, clock } = setUp(1_500);
  for (const revision of ["1", "2"]) {
    const view = views.at(revision, nobodyGoes);
    await turn();
    asked.at(-1)?.answer();
    await view;
    await turn();
  }
  expect(views.stats().kept).toBe(1);
  clock.advance(61_000);
  expect(views.stats()).toMatchObject({ kept: 0, bytes: 0 });
});
