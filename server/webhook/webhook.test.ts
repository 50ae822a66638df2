import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { WebhookMessage } from "@/lib/api/webhook";
import { webhookMessageSchema } from "@/lib/api/webhook";
import { createManualClock } from "@/lib/manual-clock";
import { testRecords } from "@/lib/records/testing";
import { encodeMinimum, minimumKeyOf } from "@/lib/registry/marks";
import { summarizeServices } from "@/lib/registry/summaries";
import { createTestStore, testLayouts, type Write } from "@/lib/registry/testing";
import type { RegistryEvent } from "@/lib/registry/types";
import { createRegistry } from "@/server/registry/registry";
import { createWebhook } from "./webhook";

const SOON_MS = 5_000;

/** A registry that a test writes to, and a receiver that answers as the test says: a status, or no answer at all. */
function start(...answers: (number | "silence")[]) {
  const clock = createManualClock(1_700_000_000_000);
  const store = createTestStore();
  const records = testRecords({ now: clock.now });
  const registry = createRegistry({ layouts: testLayouts, records, clock, tombstoneMs: 600_000 });
  const posts: { id: string; message: WebhookMessage; at: number }[] = [];
  const removals: RegistryEvent[] = [];
  registry.onUpdate(({ events }) => removals.push(...events.filter(({ type }) => type === "removed")));
  let ids = 0;
  const webhook = createWebhook({
    registry,
    servicesOf: summarizeServices,
    clock,
    random: () => 0.5,
    environment: "production",
    key: new Uint8Array(32),
    newId: () => String(ids++),
    log: pino({ level: "silent" }),
    async post(body, headers) {
      const message = webhookMessageSchema.parse(JSON.parse(body));
      posts.push({ id: headers["webhook-id"] ?? "", message, at: clock.now() });
      const answer = answers.shift() ?? 204;
      if (answer === "silence") throw new Error("connect ECONNREFUSED");
      return { status: answer, retryAfterSeconds: null };
    },
  });
  /** Into the store; told only once it was listed. */
  const write = (...writes: Write[]) => {
    const batch = store.write(...writes);
    if (registry.view()) registry.accept(batch);
  };
  return {
    clock,
    registry,
    webhook,
    posts,
    write,
    list: () => registry.accept(store.list("e1")),
    minimum: (service: string, minimum: number) =>
      write({
        key: minimumKeyOf(service),
        value: new TextDecoder().decode(encodeMinimum({ service, minimum, actor: "test", at: clock.now() }, records)),
      }),
    /** Tells every removal so far again, as expired. */
    expire() {
      const told = removals.splice(0);
      registry.explain(
        told.map((event) => ({ ...event, cause: "expired", certainty: "inferred", evidence: "It ran out." })),
      );
    },
    /** Turns the hands in small steps and lets promises settle in between. */
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 250) {
        clock.advance(250);
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      }
    },
  };
}

const put = (service: string, instance: string): Write => ({
  key: `/s/${service}/${instance}`,
  value: "1",
  lease: "7",
});
const gone = (service: string, instance: string): Write => ({ key: `/s/${service}/${instance}`, value: null });

describe("the webhook", () => {
  it("says nothing of what is well, nor of who deregistered", async () => {
    const { list, write, pass, posts } = start();
    write(put("api", "a"), put("api", "b"));
    list();
    write(gone("api", "a"));
    await pass(60_000);
    expect(posts).toEqual([]);
  });

  it("tells in one message that leases expired and that their service fell below its minimum for it", async () => {
    const { list, write, minimum, expire, pass, posts } = start();
    write(put("api", "a"), put("api", "b"), put("api", "c"), put("web", "a"));
    list();
    minimum("api", 2);
    write(gone("api", "a"), gone("web", "a"));
    expire();
    await pass(1_500);
    write(gone("api", "b"));
    expire();
    await pass(SOON_MS);
    expect(posts).toHaveLength(1);
    expect(posts[0]?.message).toMatchObject({
      type: "rollcall.attention",
      data: {
        environment: "production",
        summary: "api is below its minimum: 1 of 2 in service. 3 instances of 2 services expired.",
        belowMinimum: [
          {
            service: "api",
            minimum: 2,
            inService: 1,
            present: 1,
            left: 2,
            removals: [
              { instance: "a", key: "/s/api/a", cause: "expired", evidence: "It ran out." },
              { instance: "b", cause: "expired" },
            ],
          },
        ],
        expired: [
          { service: "web", count: 1, removals: [{ instance: "a" }] },
          { service: "api", count: 2 },
        ],
      },
    });
  });

  it("gathers a mass expiry into one message, names some of it and counts all", async () => {
    const { list, write, expire, pass, posts } = start();
    const all = Array.from({ length: 500 }, (_, index) => `i${index}`);
    write(...all.map((instance) => put("api", instance)));
    list();
    for (let from = 0; from < 500; from += 100) {
      write(...all.slice(from, from + 100).map((instance) => gone("api", instance)));
      expire();
      await pass(2_000);
    }
    await pass(SOON_MS);
    expect(posts).toHaveLength(1);
    expect(posts[0]?.message.data.expired).toMatchObject([{ service: "api", count: 500 }]);
    expect(posts[0]?.message.data.expired[0]?.removals).toHaveLength(20);
  });

  it("does not wait for a storm to end: at the latest after 15 s it speaks", async () => {
    const { list, write, expire, pass, posts, clock } = start();
    write(...Array.from({ length: 60 }, (_, index) => put("api", `i${index}`)));
    list();
    const from = clock.now();
    for (let index = 0; index < 60; index++) {
      write(gone("api", `i${index}`));
      expire();
      await pass(1_000);
    }
    expect((posts[0]?.at ?? 0) - from).toBeLessThanOrEqual(15_000);
    await pass(20_000);
    const counts = posts.flatMap(({ message }) => message.data.expired.map(({ count }) => count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(posts.length).toBeLessThanOrEqual(5);
  });

  it("tells once that a service is below, once more when nothing is left of it, and that it is back", async () => {
    const { list, write, minimum, pass, posts } = start();
    write(put("api", "a"), put("api", "b"), put("api", "c"));
    list();
    minimum("api", 3);
    const told = () => posts.map(({ message }) => message.data.summary);
    write(gone("api", "a"));
    await pass(SOON_MS);
    write(gone("api", "b"));
    await pass(SOON_MS);
    expect(told()).toEqual(["api is below its minimum: 2 of 3 in service."]);
    write(gone("api", "c"));
    await pass(SOON_MS);
    write(put("api", "a"), put("api", "b"), put("api", "c"));
    await pass(SOON_MS);
    expect(told().slice(1)).toEqual([
      "api has no instance in service; its minimum is 3.",
      "At the minimum again: api.",
    ]);
    expect(posts.at(-1)?.message.type).toBe("rollcall.recovered");
  });

  it("says nothing of a service that was back before anybody could act", async () => {
    const { list, write, minimum, pass, posts } = start();
    write(put("api", "a"));
    list();
    minimum("api", 1);
    write(gone("api", "a"));
    await pass(1_000);
    write(put("api", "a"));
    await pass(SOON_MS);
    expect(posts).toEqual([]);
  });

  it("tells at its start of a service that fell while it was away", async () => {
    const { list, minimum, pass, posts } = start();
    minimum("api", 1);
    list();
    await pass(SOON_MS);
    expect(posts.map(({ message }) => message.data.summary)).toEqual([
      "api has no instance in service; its minimum is 1.",
    ]);
  });

  it("forgets a service whose minimum was taken away", async () => {
    const { list, minimum, write, pass, posts } = start();
    minimum("api", 1);
    list();
    await pass(SOON_MS);
    write({ key: minimumKeyOf("api"), value: null });
    await pass(SOON_MS);
    expect(posts).toHaveLength(1);
  });
});

describe("the delivery", () => {
  async function fall(...answers: (number | "silence")[]) {
    const started = start(...answers);
    started.write(put("api", "a"), put("web", "a"));
    started.list();
    started.write(gone("api", "a"));
    started.expire();
    await started.pass(SOON_MS);
    return started;
  }

  it("repeats under the same id until it is taken, with waits that grow", async () => {
    const { pass, posts, webhook } = await fall("silence", 503, 429, 204);
    await pass(60_000);
    expect(new Set(posts.map(({ id }) => id))).toEqual(new Set(["msg_0"]));
    const waits = posts.slice(1).map(({ at }, index) => at - (posts[index]?.at ?? 0));
    expect(waits).toHaveLength(3);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
    expect(webhook.stats()).toEqual({ outcomes: { delivered: 1, refused: 0, "given-up": 0 }, attemptsFailed: 3 });
  });

  it.each([400, 410, 302])(
    "does not repeat what is refused with %i, and goes on with what comes next",
    async (status) => {
      const { pass, posts, webhook, write, expire } = await fall(status);
      await pass(60_000);
      expect(posts).toHaveLength(1);
      write(gone("web", "a"));
      expire();
      await pass(SOON_MS);
      expect(posts.map(({ id }) => id)).toEqual(["msg_0", "msg_1"]);
      expect(webhook.stats().outcomes).toEqual({ delivered: 1, refused: 1, "given-up": 0 });
    },
  );

  it("makes one message of all that happens while the receiver is away", async () => {
    const { pass, posts, write, expire } = await fall("silence", "silence", "silence", "silence", "silence", 204);
    for (let index = 0; index < 5; index++) {
      write(put("api", `i${index}`));
      write(gone("api", `i${index}`));
      expire();
      await pass(4_000);
    }
    await pass(60_000);
    expect(new Set(posts.map(({ id }) => id))).toEqual(new Set(["msg_0", "msg_1"]));
    expect(posts.at(-1)?.message.data.expired).toMatchObject([{ service: "api", count: 5 }]);
  });

  it("gives up after a while, and says so in its figures", async () => {
    const { pass, webhook } = await fall(...Array.from({ length: 20 }, () => 500));
    await pass(2_400_000);
    expect(webhook.stats()).toEqual({ outcomes: { delivered: 0, refused: 0, "given-up": 1 }, attemptsFailed: 13 });
  });

  it("tries once more when the console ends while something waits, and leaves no timer", async () => {
    const { write, list, expire, webhook, posts, clock, registry } = start();
    write(put("api", "a"));
    list();
    write(gone("api", "a"));
    expire();
    await webhook.stop();
    registry.stop();
    expect(posts).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });
});
