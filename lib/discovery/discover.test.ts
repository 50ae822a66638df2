import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createManualClock, type ManualClock } from "@/lib/manual-clock";
import { createFakeEtcd, type FakeEtcd } from "@/server/testing/fake-etcd";
import { discover } from "./discover";
import type { Discovered, DiscoverOptions, Discovery } from "./discovery.types";
import { assembleEtcd, type Etcd } from "./etcd";

let clock: ManualClock;
let fake: FakeEtcd;
let etcd: Etcd;
const running: Discovery[] = [];

beforeEach(() => {
  clock = createManualClock();
  fake = createFakeEtcd({ clock });
  etcd = assembleEtcd({ connect: fake.connect, clock, random: () => 0.5 });
  fake.put("/services/web/eu/one", '{"hostname":"10.0.0.1","port":80}');
  fake.put("/services/api/eu/one", '{"hostname":"10.0.0.2","port":80}');
});
afterEach(async () => {
  for (const one of running.splice(0)) one.stop();
  await settled();
  etcd.close();
  fake.stop();
  expect([fake.openConnections, fake.openStreams]).toEqual([0, 0]);
  expect(clock.pending()).toBe(0);
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    clock.advance(100);
    await settled();
  }
}

function discovering(options: Partial<DiscoverOptions> = {}): Discovery {
  const one = discover({ etcd, ...options });
  running.push(one);
  return one;
}

const names = ({ instances }: Discovered) => instances.map(({ service, instance }) => `${service}/${instance}`).sort();

describe("discovery", () => {
  it("knows who is there, who comes, changes and goes, in one piece at one revision", async () => {
    const found = discovering();
    const changes: string[] = [];
    found.onChange(({ arrived, changed, left, revision }) => {
      const all = [...arrived.map((one) => `+${one.instance}`), ...changed.map((one) => `~${one.instance}`)];
      changes.push(`${revision}: ${[...all, ...left.map((one) => `-${one.instance}`)].join(" ")}`);
    });
    expect([found.stale, found.current.revision]).toEqual([true, "0"]);
    expect(names(await found.ready())).toEqual(["api/one", "web/one"]);
    expect([found.stale, found.current.revision]).toEqual([false, fake.revision]);
    fake.put("/services/web/eu/two", '{"hostname":"10.0.0.3","port":80}');
    fake.put("/services/web/eu/two", '{"hostname":"10.0.0.3","port":81}');
    fake.delete("/services/web/eu/one");
    await settled();
    expect(names(found.current)).toEqual(["api/one", "web/two"]);
    expect(changes).toEqual(["3: +one +one", "4: +two", "5: ~two", "6: -one"]);
  });

  it("keeps to the services that were asked for, and to one layout where that was", async () => {
    const web = discovering({ service: "web" });
    const both = discovering({ service: ["web", "other"], layout: "path" });
    const beats = discovering({ layout: "heartbeat" });
    await Promise.all([web.ready(), both.ready(), beats.ready()]);
    const before = web.current;
    fake.put("/services/api/eu/two", '{"hostname":"10.0.0.4","port":80}');
    fake.put("heartbeat|api|http://10.0.0.9:80", "http://10.0.0.9:80");
    await settled();
    expect(web.current).toBe(before);
    expect([names(web.current), names(both.current), names(beats.current)]).toEqual([
      ["web/one"],
      ["web/one"],
      ["api/http://10.0.0.9:80"],
    ]);
  });

  it("serves the last list while etcd is away, marked stale and with the reason, and is live again after", async () => {
    const found = discovering({ service: "web" });
    await found.ready();
    const turns: boolean[] = [];
    found.onStale((stale) => turns.push(stale));
    fake.faults.refuse();
    await pass(500);
    expect([found.stale, names(found.current), found.trouble?.code]).toEqual([true, ["web/one"], "unavailable"]);
    fake.put("/services/web/eu/two", '{"hostname":"10.0.0.3","port":80}');
    fake.faults.accept();
    await pass(6_000);
    expect([found.stale, names(found.current), found.trouble]).toEqual([false, ["web/one", "web/two"], null]);
    expect(turns).toEqual([true, false]);
  });

  it("iterates over what is newest, and ends when it is stopped", async () => {
    const life = new AbortController();
    const found = discovering({ service: "web", signal: life.signal });
    await found.ready();
    const seen: string[][] = [];
    const iterating = (async () => {
      for await (const list of found) seen.push(names(list));
    })();
    await settled();
    for (const name of ["a", "b", "c"]) fake.put(`/services/web/eu/${name}`, '{"hostname":"10.0.0.3","port":80}');
    await settled();
    life.abort();
    await iterating;
    expect(seen[0]).toEqual(["web/one"]);
    expect(seen.at(-1)).toEqual(["web/a", "web/b", "web/c", "web/one"]);
    await expect(discovering({ signal: life.signal }).ready()).rejects.toMatchObject({ code: "cancelled" });
  });

  it("waits for an etcd that is not there yet, as long as its caller wants to", async () => {
    fake.faults.refuse();
    const found = discovering();
    const patience = new AbortController();
    const waiting = found.ready(patience.signal);
    await pass(1_000);
    patience.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  it("refuses what it could not follow, in words", () => {
    expect(() => discover({ etcd, prefix: "/x/" })).toThrow(/layout has to say how \/x\/ is read/);
    expect(() => discover({ etcd, layout: "grpc" })).toThrow(/prefix has to be given/);
    expect(() => discover({ etcd, prefixes: "/services=path" })).toThrow(/does not end at a separator/);
    expect(() => discover({ etcd, layout: "path", prefix: "/svc" })).toThrow(/end at a separator/);
  });
});
