import { describe, expect, it } from "vitest";
import { availableEtcdVersions } from "@/server/testing/etcd-process";
import { type Bench, withBench } from "./bench";
import { until } from "./until";

/** More than five of the parts in which etcd replays: it reads 1,000 revisions at a time. */
const MANY = 5_010;
/** Larger than the 4 MB that grpc takes in one answer unless told otherwise. */
const LARGE = { count: 1_511, valueBytes: 3_000 };
/** So large that etcd's answers, which it cuts at 2 MB, end in the middle of one. */
const TRANSACTIONS = { count: 2_010, perTransaction: 100, valueBytes: 3_000 };

/** Lets the way to etcd break while `during` runs, then breaks it again after each of these many bytes of the catch-up. */
async function away(bench: Bench, during: () => Promise<void>, secondCuts: number[] = []): Promise<number[]> {
  const { proxy, followed, writer, breaksAndRecovers, eventsSince } = bench;
  const since = performance.now();
  await proxy.refuse();
  await during();
  const mark = followed.messages.length;
  const delivered: number[] = [];
  await proxy.heal();
  const cuts = (async () => {
    for (const bytes of secondCuts) {
      await proxy.cutAfterBytes(bytes);
      delivered.push(eventsSince(mark));
    }
  })();
  await until("the catch-up is cut", () => delivered.length === secondCuts.length);
  await cuts;
  await breaksAndRecovers(since);
  await writer.more(20);
  return delivered;
}

describe.concurrent.each(availableEtcdVersions())("a connection to etcd %s that breaks", (version) => {
  it("again and again, wherever it stands: nothing is lost", () =>
    withBench({ version, everyMs: 5 }, async ({ proxy, writer, followed, expectTruth }) => {
      for (let round = 0; round < 8; round++) {
        const since = performance.now();
        proxy.cut();
        await followed.becomes("live", { since });
        await writer.more(round * 5);
      }
      await writer.more(20);
      await expectTruth();
    }));

  // etcd3's own watcher lost 4,000 to 5,000 of these events without a word.
  it("a second time during the catch-up, before and after its first part: nothing is lost", () =>
    withBench({ version }, async (bench) => {
      const delivered = await away(bench, () => bench.writer.flood(MANY), [40_000, 450_000, 350_000]);
      expect(delivered[0]).toBeLessThan(1_000);
      expect(delivered[1]).toBeGreaterThan(0);
      expect(delivered.at(-1)).toBeLessThan(MANY);
      await bench.expectTruth();
    }));

  it("while transactions of 100 keys are written, and again during the catch-up: each is whole", () =>
    withBench({ version }, async (bench) => {
      const { writer } = bench;
      await away(bench, () => writer.flood(TRANSACTIONS.count, TRANSACTIONS), [2_500_000]);
      for (const message of bench.followed.messages)
        if (message.kind === "batch" && message.events.some((event) => keyOf(event).startsWith("/services/flood/")))
          expect([100, 10]).toContain(message.events.length);
      await bench.expectTruth();
    }));

  // etcd3's own watcher lost 1,500 of these 1,511 events without any second fault.
  it("while more than 4 MB are written: nothing is lost, also when it breaks within one answer", () =>
    withBench({ version }, async (bench) => {
      const { count, valueBytes } = LARGE;
      const downBefore = bench.proxy.bytes().down;
      await away(bench, () => bench.writer.flood(count, { keys: count, valueBytes }), [2_500_000]);
      expect(bench.proxy.bytes().down - downBefore).toBeGreaterThan(4 * 1024 * 1024);
      await bench.expectTruth();
    }));
});

function keyOf(event: { type: "put"; keyValue: { key: string } } | { type: "delete"; key: string }): string {
  return event.type === "put" ? event.keyValue.key : event.key;
}
