import { afterEach, describe, expect, it } from "vitest";
import { createListWatchBench, type ListWatchBench } from "@/server/testing/list-watch-bench";
import type { ListWatchMessage } from "./list-watch.types";

let bench: ListWatchBench;

afterEach(async () => {
  bench.stop();
  await bench.settle();
  expect([bench.clock.pending(), bench.fake.openStreams, bench.fake.openConnections]).toEqual([0, 0, 0]);
});

/** Somebody who cannot take in what `poisons` picks, and keeps the rest. */
function open(poisons: (message: ListWatchMessage) => boolean) {
  const taken: ListWatchMessage[] = [];
  const thrown: string[] = [];
  bench = createListWatchBench({
    onMessage(message) {
      if (poisons(message)) throw new RangeError("Invalid time value");
      taken.push(message);
    },
    onThrown: (error, message) => thrown.push(`${(error as Error).message} at a ${message.kind}`),
  });
  return { taken, thrown, kinds: () => taken.map((one) => one.kind) };
}

const has = (message: ListWatchMessage, key: string) =>
  (message.kind === "batch" && message.events.some((one) => one.type === "put" && one.keyValue.key === key)) ||
  (message.kind === "snapshot" && message.keyValues.some((one) => one.key === key));

// One record with a time beyond every date threw out of the watch's callback and ended the process.
describe("a message that throws", () => {
  it("is answered with a new list, and nothing is told in between", async () => {
    let poisoned = true;
    const { taken, thrown } = open((message) => poisoned && message.kind === "batch" && has(message, "/services/bad"));
    await bench.start();
    bench.fake.put("/services/bad", "1");
    await bench.settle();
    poisoned = false;
    bench.fake.put("/services/after", "1");
    await bench.pass(1_000);
    expect(thrown).toEqual(["Invalid time value at a batch"]);
    const snapshots = taken.flatMap((one) => (one.kind === "snapshot" ? [one] : []));
    expect(snapshots.map(({ reason }) => reason)).toEqual(["start", "events-lost"]);
    expect(snapshots[1]?.keyValues.map(({ key }) => key)).toEqual(["/services/after", "/services/bad"]);
    expect(taken.filter((one) => one.kind === "batch")).toEqual([]);
    expect(taken.findLast((one) => one.kind === "status")?.status.state).toBe("watching");
  });

  it("that throws for ever is waited for longer and longer, and said", async () => {
    const { thrown, taken } = open((message) => has(message, "/services/bad"));
    bench.fake.put("/services/bad", "1");
    await bench.start();
    await bench.pass(60_000);
    expect(thrown.length).toBeGreaterThan(8);
    expect(thrown.length).toBeLessThan(25);
    const last = taken.findLast((one) => one.kind === "status" && one.status.state === "backing-off");
    expect(last).toMatchObject({ status: { code: "internal", detail: "Invalid time value" } });
    bench.fake.delete("/services/bad");
    await bench.pass(10_000);
    expect(taken.findLast((one) => one.kind === "status")?.status.state).toBe("watching");
  });

  it("again and again after each list does not turn in circles", async () => {
    const { thrown } = open((message) => message.kind === "batch");
    await bench.start();
    for (let second = 0; second < 60; second++) {
      bench.fake.put("/services/bad", String(second));
      await bench.pass(1_000);
    }
    expect(thrown.length).toBeLessThan(25);
  });

  it("does not throw again when even the news of it cannot be taken in", async () => {
    const { thrown } = open(() => true);
    await bench.start();
    await bench.pass(60_000);
    expect(thrown.length).toBeGreaterThan(3);
    expect(thrown.length).toBeLessThan(60);
  });
});
