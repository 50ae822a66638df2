import { afterEach, describe, expect, it } from "vitest";
import { createListWatchBench, expectUnbroken, type ListWatchBench } from "@/server/testing/list-watch-bench";
import type { ListWatchOptions } from "./list-watch.types";
import { EtcdError } from "./port";

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

describe("a list-watch", () => {
  it("lists at one revision, then tells every change after it", async () => {
    const bench = open({ tuning: { pageSize: 2 } });
    for (const name of ["a", "b", "c", "d", "e"]) bench.fake.put(`/services/${name}`, name);
    bench.fake.put("/elsewhere/x", "");
    await bench.start();
    expect(bench.snapshots()).toMatchObject([{ reason: "start", revision: bench.fake.revision }]);
    expect(bench.lastStatus()).toMatchObject({ state: "watching", atomic: true, resumed: false });
    bench.fake.put("/services/a", "changed");
    bench.fake.delete("/services/b");
    bench.fake.put("/services2/not-ours", "");
    await bench.settle();
    await expectUnbroken(bench);
    expect(bench.events().length).toBe(2);
  });

  it("tells a transaction over several prefixes as one batch", async () => {
    const bench = open({ prefixes: ["/services/", "heartbeat|"], extraPrefixes: ["/rollcall/"] });
    await bench.start();
    const port = bench.fake.connect();
    const put = (key: string) => ({ kind: "put" as const, key, value: new Uint8Array() });
    const then = [put("heartbeat|a"), put("/other/key"), put("/services/a"), put("/rollcall/audit/1")];
    await port.transact({ when: [], then, otherwise: [] });
    port.close();
    await bench.settle();
    expect(bench.batches().map(({ events }) => events.length)).toEqual([3]);
    expect(bench.fake.openStreams).toBe(1);
  });

  // A console over an etcd in which nothing happened once claimed, for minutes, to have heard nothing.
  it("says that etcd was heard also while nothing happens", async () => {
    const bench = open();
    await bench.start();
    await bench.pass(30_000);
    const heard = bench.messages.filter(({ kind }) => kind === "progress");
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.at(-1)).toEqual({ kind: "progress", revision: bench.fake.revision });
  });

  it("says why it cannot connect, and connects as soon as it can", async () => {
    const bench = open();
    bench.fake.faults.refuse();
    await bench.start();
    expect(bench.statuses()).toMatchObject([{ state: "backing-off", code: "unavailable", attempt: 1 }]);
    await bench.pass(20_000);
    const waits = bench.statuses().map((status) => (status.state === "backing-off" ? status.attempt : 0));
    expect(waits).toEqual(waits.map((_, at) => at + 1));
    expect(waits.length).toBeLessThan(15);
    bench.fake.faults.accept();
    await bench.pass(6_100);
    expect(bench.snapshots()).toMatchObject([{ reason: "start" }]);
  });

  it("starts the list again when etcd compacts its revision meanwhile", async () => {
    const bench = open({ tuning: { pageSize: 1 } });
    for (const name of ["a", "b", "c"]) bench.fake.put(`/services/${name}`, name);
    let compacted = false;
    bench.stop();
    const racing = open({
      tuning: { pageSize: 1 },
      onMessage: (message) => {
        racing.messages.push(message);
        if (compacted || message.kind !== "status" || message.status.state !== "listing") return;
        compacted = true;
        racing.fake.faults.compact(racing.fake.put("/services/late", "x"));
      },
    });
    for (const name of ["a", "b", "c"]) racing.fake.put(`/services/${name}`, name);
    await racing.start();
    expect(compacted).toBe(true);
    expect(racing.believed()).toEqual(await racing.truth());
    expect(racing.snapshots().length).toBe(1);
  });

  it("stops at any moment, without a word after", async () => {
    for (const wait of [0, 1, 2, 5]) {
      const bench = open();
      bench.fake.put("/services/a", "1");
      const listWatch = await bench.start();
      bench.fake.faults.cutStreams();
      for (let i = 0; i < wait; i++) await Promise.resolve();
      listWatch.stop();
      const said = bench.messages.length;
      bench.fake.put("/services/a", "2");
      await bench.pass(10_000, 1_000);
      expect(bench.messages.length).toBe(said);
    }
  });

  it("lists anew when it is asked to, and retries at once when it is asked to", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    const listWatch = await bench.start();
    listWatch.relist("requested");
    await bench.settle();
    expect(bench.snapshots().map(({ reason }) => reason)).toEqual(["start", "requested"]);
    expect(new Set(bench.snapshots().map(({ epoch }) => epoch)).size).toBe(2);
    bench.fake.faults.refuse();
    await bench.pass(10_000);
    bench.fake.faults.accept();
    listWatch.retryNow();
    await bench.settle();
    expect(bench.lastStatus()).toMatchObject({ state: "watching", resumed: true });
  });

  // An answer that an event has overtaken looks like a revision that went back.
  it("takes an answer that comes after a newer event for what it is", async () => {
    const bench = open({
      connect: () => {
        const port = bench.fake.connect();
        return {
          ...port,
          async range(request, options) {
            const answer = await port.range(request, options);
            if (bench.snapshots().length > 0) bench.fake.put("/services/a", "overtakes");
            await bench.settle();
            return answer;
          },
        };
      },
    });
    bench.fake.put("/services/a", "1");
    await bench.start();
    await bench.settle();
    await bench.pass(20_000, 500);
    expect(bench.events().length).toBeGreaterThan(3);
    expect(bench.statuses().filter(({ state }) => state === "backing-off")).toEqual([]);
    await expectUnbroken(bench);
  });
});

describe("nothing is lost", () => {
  it("while etcd is away", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.refuse();
    await bench.settle();
    expect(bench.lastStatus()).toMatchObject({ state: "backing-off", code: "unavailable" });
    for (let i = 0; i < 50; i++) bench.fake.put(`/services/${i % 7}`, String(i));
    bench.fake.delete("/services/a");
    await bench.pass(60_000, 500);
    bench.fake.faults.accept();
    await bench.pass(6_100);
    expect(bench.lastStatus()).toMatchObject({ state: "watching", resumed: true });
    await expectUnbroken(bench);
    expect(bench.events().length).toBe(51);
  });

  it("when the stream breaks again before it has caught up, and again", async () => {
    const bench = open();
    await bench.start();
    bench.fake.faults.refuse();
    await bench.settle();
    for (let i = 0; i < 5_010; i++) bench.fake.put(`/services/${i % 100}`, String(i));
    bench.fake.faults.accept();
    bench.fake.faults.cutStreamsAfter(1);
    await bench.pass(3_000);
    bench.fake.faults.cutStreamsAfter(null);
    await bench.pass(6_000);
    await expectUnbroken(bench);
    expect(bench.events().length).toBe(5_010);
  });

  it("on a connection that goes silent: the view turns stale within 15 s and goes on later", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.hold();
    bench.fake.put("/services/a", "2");
    const since = bench.clock.now();
    while (bench.lastStatus()?.state === "watching") await bench.pass(100);
    expect(bench.clock.now() - since).toBeLessThan(15_000);
    bench.fake.put("/services/a", "3");
    await bench.pass(30_000, 500);
    bench.fake.faults.release();
    await bench.pass(10_000, 500);
    expect(bench.lastStatus()).toMatchObject({ state: "watching", resumed: true });
    await expectUnbroken(bench);
  });

  // Under a hostile writer the reads that prove the connection came too late, behind megabytes of events: a watch that
  // worked was broken off, and its replay took a minute.
  it("on a connection that delivers changes but answers nothing in time: it is not broken off while they come", async () => {
    const bench = open();
    await bench.start();
    // Calls wait; streams do not.
    bench.fake.faults.hold();
    bench.fake.faults.unsilence();
    for (let second = 0; second < 40; second++) {
      bench.fake.put("/services/a", String(second));
      await bench.pass(1_000);
    }
    expect(bench.statuses().filter(({ state }) => state !== "watching" && state !== "listing")).toEqual([]);
    expect(bench.events()).toHaveLength(40);
    const since = bench.clock.now();
    while (bench.lastStatus()?.state === "watching") await bench.pass(100);
    expect(bench.clock.now() - since).toBeLessThan(15_000);
    bench.fake.faults.release();
    await bench.pass(10_000, 500);
    await expectUnbroken(bench);
  });

  it("on a stream that says nothing although everything else answers", async () => {
    for (const change of ["put", "delete"] as const) {
      const bench = open();
      bench.fake.put("/services/a", "1");
      await bench.start();
      bench.fake.faults.silence();
      if (change === "put") bench.fake.put("/services/a", "2");
      else bench.fake.delete("/services/a");
      await bench.pass(25_000, 500);
      bench.fake.faults.unsilence();
      await bench.pass(5_000, 500);
      expect(bench.statuses()).toContainEqual(expect.objectContaining({ state: "backing-off", code: "unavailable" }));
      await expectUnbroken(bench);
      expect(bench.events().length).toBe(1);
    }
  });

  it("when the cluster loses its leader", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.loseLeader();
    await bench.pass(10_000, 500);
    expect(bench.lastStatus()).toMatchObject({ state: "backing-off", code: "no-leader" });
    bench.fake.faults.electLeader();
    bench.fake.put("/services/a", "2");
    await bench.pass(6_000);
    await expectUnbroken(bench);
  });

  it("when the token runs out: every attempt has a fresh connection", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.rejectWith(new EtcdError("unauthenticated", "etcdserver: invalid auth token"));
    bench.fake.faults.cutStreams();
    bench.fake.put("/services/a", "2");
    await bench.pass(5_000);
    expect(bench.lastStatus()).toMatchObject({ state: "backing-off", code: "unauthenticated" });
    bench.fake.faults.rejectWith(null);
    await bench.pass(6_000);
    await expectUnbroken(bench);
  });

  it("on a stream that takes minutes to replay fat values in parts, without beginning it again", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.silence();
    bench.fake.faults.cutStreams();
    bench.fake.put("/services/a", "2");
    await bench.pass(2_000, 250);
    const before = bench.statuses().filter(({ state }) => state === "backing-off").length;
    for (let part = 0; part < 60; part++) {
      bench.fake.faults.part();
      await bench.pass(4_000, 250);
    }
    expect(bench.statuses().filter(({ state }) => state === "backing-off").length).toBe(before);
    bench.fake.faults.unsilence();
    await bench.pass(1_000, 250);
    await expectUnbroken(bench);
  });

  it("on a stream that is silent from its resumption on", async () => {
    const bench = open();
    bench.fake.put("/services/a", "1");
    await bench.start();
    bench.fake.faults.silence();
    bench.fake.faults.cutStreams();
    bench.fake.put("/services/a", "2");
    await bench.pass(40_000, 250);
    expect(bench.statuses().some(({ state }) => state === "watching")).toBe(true);
    expect(bench.lastStatus()).toMatchObject({ state: "backing-off", code: "unavailable" });
    const streamsBroken = bench.statuses().filter((status) => status.state === "backing-off").length;
    expect(streamsBroken).toBeGreaterThan(1);
    bench.fake.faults.unsilence();
    await bench.pass(25_000, 500);
    await expectUnbroken(bench);
  });
});
