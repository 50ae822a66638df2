import { afterEach, describe, expect, it } from "vitest";
import { createListWatchBench, expectUnbroken, type ListWatchBench } from "@/server/testing/list-watch-bench";
import type { ListWatchOptions } from "./list-watch.types";

const benches: ListWatchBench[] = [];

function open(options: Partial<ListWatchOptions> = {}): ListWatchBench {
  const bench = createListWatchBench(options);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) {
    bench.stop();
    await bench.settle();
    expect([bench.clock.pending(), bench.fake.openStreams, bench.fake.openConnections]).toEqual([0, 0, 0]);
  }
});

describe("a gap is said, not hidden", () => {
  it("when history was compacted meanwhile", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.refuse();
    await bench.settle();
    bench.fake.put("/services/b", "2");
    bench.fake.delete("/services/a");
    bench.fake.faults.compact(bench.fake.put("/services/c", "3"));
    bench.fake.faults.accept();
    await bench.pass(6_000);
    expect(bench.snapshots().map(({ reason }) => reason)).toEqual(["start", "compacted"]);
    expect(bench.snapshots()[1]?.detail).toContain("compacted");
    expect(new Set(bench.snapshots().map(({ epoch }) => epoch)).size).toBe(2);
    expect(bench.believed()).toEqual(await bench.truth());
  });

  it("when etcd was wiped", async () => {
    const bench = open();
    for (let i = 0; i < 10; i++) bench.fake.put(`/services/${i}`, "1");
    await bench.start();
    bench.fake.faults.wipe();
    bench.fake.put("/services/1", "new");
    await bench.pass(6_000);
    expect(bench.snapshots().map(({ reason }) => reason)).toEqual(["start", "revision-went-back"]);
    expect(bench.believed()).toEqual(await bench.truth());
  });

  it("when etcd was wiped and has passed the old revision already", async () => {
    const bench = open();
    for (let i = 0; i < 10; i++) bench.fake.put(`/services/${i}`, "1");
    await bench.start();
    bench.fake.faults.refuse();
    bench.fake.faults.wipe();
    for (let i = 0; i < 20; i++) bench.fake.put(`/services/${i}`, "new");
    bench.fake.faults.accept();
    await bench.pass(6_000);
    expect(bench.snapshots().map(({ reason }) => reason)).toEqual(["start", "store-replaced"]);
    expect(bench.believed()).toEqual(await bench.truth());
  });

  it("when an older state was restored and has passed the old revision already", async () => {
    const bench = open();
    for (let i = 0; i < 30; i++) bench.fake.put(`/services/${i}`, "1");
    const backup = bench.fake.faults.backup();
    bench.fake.put("/services/5", "lost by the restore");
    await bench.start();
    bench.fake.faults.refuse();
    bench.fake.faults.restore(backup);
    for (let i = 10; i < 20; i++) bench.fake.put(`/services/${i}`, "after");
    bench.fake.faults.accept();
    await bench.pass(6_000);
    expect(bench.snapshots().map(({ reason }) => reason)).toEqual(["start", "store-replaced"]);
    expect(bench.believed()).toEqual(await bench.truth());
  });

  it("when another cluster answers", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.becomeCluster("12345");
    await bench.pass(6_000);
    expect(bench.snapshots().map(({ reason }) => reason)).toEqual(["start", "other-cluster"]);
  });

  it("when too much passed to replay it", async () => {
    const bench = open({ tuning: { maxReplayRevisions: 100 } });
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.refuse();
    await bench.settle();
    for (let i = 0; i < 200; i++) bench.fake.put(`/services/${i % 5}`, String(i));
    bench.fake.faults.accept();
    await bench.pass(6_000);
    expect(bench.snapshots().map(({ reason }) => reason)).toEqual(["start", "events-lost"]);
    expect(bench.believed()).toEqual(await bench.truth());
  });

  it("but not for an empty registry of the same store", async () => {
    const bench = open();
    await bench.start();
    bench.fake.faults.cutStreams();
    bench.fake.put("/services/a", "1");
    await bench.pass(6_000);
    await expectUnbroken(bench);
  });

  it("when the store is another one than that of an earlier run", async () => {
    const first = async (lastSeen: { clusterId: string; revision: string }) => {
      const bench = open({ lastSeen });
      bench.fake.put("/services/a", "1");
      await bench.start();
      const [snapshot] = bench.snapshots();
      if (!snapshot?.clusterId) throw new Error("nothing was listed");
      return { reason: snapshot.reason, clusterId: snapshot.clusterId, revision: snapshot.revision };
    };
    const { reason, clusterId, revision } = await first({ clusterId: "1", revision: "1" });
    expect(reason).toBe("other-cluster");
    expect(await first({ clusterId, revision: "9999999999" })).toMatchObject({ reason: "revision-went-back" });
    expect(await first({ clusterId, revision })).toMatchObject({ reason: "start" });
    expect(await first({ clusterId, revision: "1" })).toMatchObject({ reason: "start" });
  });
});
