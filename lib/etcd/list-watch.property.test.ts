import fc from "fast-check";
import { expect, it } from "vitest";
import { createListWatchBench } from "@/server/testing/list-watch-bench";
import { keyOf, modRevisionOf } from "./track";

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("put" as const), key: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("delete" as const), key: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("foreign" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cut" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("refuse" as const, "accept" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("silence" as const, "unsilence" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("cutAfter" as const), messages: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("settle" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("outage" as const), writes: fc.integer({ min: 1, max: 12 }) }) },
);

it("tells every event once and in order, however its streams are cut and its history is split", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      async (steps, catchUpRevisions, permitAll) => {
        const prefixes = ["/services/", "heartbeat|"];
        const bench = createListWatchBench({ prefixes });
        const { fake } = bench;
        fake.catchUpRevisions = catchUpRevisions;
        if (!permitAll) fake.faults.permitOnly([...prefixes, "/foreign"]);
        const keys = ["/services/a", "heartbeat|b", "/services/c", "heartbeat|d", "/services/e", "/services/f"];
        const truth: string[] = [];
        for (const key of keys.slice(0, 3)) fake.put(key, "start");
        await bench.start();
        await bench.pass(100);
        for (const [at, one] of steps.entries()) {
          const before = fake.revision;
          if (one.do === "outage") {
            // Away for some writes, and cut again after the first part of the catch-up: what etcd3's own watcher loses.
            fake.faults.refuse();
            for (let i = 0; i < one.writes; i++) {
              const key = keys[i % keys.length] ?? "";
              truth.push(`${fake.put(key, `${at}.${i}`)} put ${key}`);
            }
            fake.faults.cutStreamsAfter(1);
            fake.faults.accept();
            await bench.pass(1_000, 250);
            continue;
          }
          if (one.do === "put") fake.put(keys[one.key] ?? "", String(at));
          else if (one.do === "delete") fake.delete(keys[one.key] ?? "");
          else if (one.do === "foreign") fake.put("/foreign", String(at));
          else if (one.do === "cut") fake.faults.cutStreams();
          else if (one.do === "cutAfter") fake.faults.cutStreamsAfter(one.messages);
          else if (one.do === "wait") await bench.pass(one.ms, 500);
          else if (one.do === "settle") await bench.settle();
          else fake.faults[one.do]();
          if ((one.do === "put" || one.do === "delete") && fake.revision !== before)
            truth.push(`${fake.revision} ${one.do} ${keys[one.key]}`);
        }
        fake.faults.cutStreamsAfter(null);
        fake.faults.accept();
        fake.faults.unsilence();
        await bench.pass(40_000, 500);
        const told = bench.events().map((event) => `${modRevisionOf(event)} ${event.type} ${keyOf(event)}`);
        // One watch keeps the whole order; several keep it within each prefix.
        if (permitAll) expect(told).toEqual(truth);
        else
          for (const prefix of prefixes)
            expect(told.filter((one) => one.includes(prefix))).toEqual(truth.filter((one) => one.includes(prefix)));
        fake.faults.permitOnly(null);
        expect(bench.believed()).toEqual((await bench.truth(prefixes)).sort());
        expect(bench.snapshots().length).toBe(1);
        expect(bench.lastStatus()).toMatchObject({ state: "watching" });
        bench.stop();
        expect(bench.clock.pending()).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
