import { afterEach, describe, expect, it } from "vitest";
import { createListWatchBench, type ListWatchBench } from "@/server/testing/list-watch-bench";
import type { ListWatchOptions } from "./list-watch.types";

const TWO: Partial<ListWatchOptions> = { prefixes: ["/services/", "heartbeat|"] };
let bench: ListWatchBench | null = null;

function open(options: Partial<ListWatchOptions> = {}): ListWatchBench {
  bench = createListWatchBench(options);
  return bench;
}

afterEach(() => {
  bench?.stop();
  expect(bench?.clock.pending()).toBe(0);
});

describe("where etcd permits only the prefixes", () => {
  it("watches each by itself, says so, and keeps what arrives together in order", async () => {
    const { fake, start, settle, pass, lastStatus, batches, believed, truth } = open(TWO);
    fake.faults.permitOnly(["/services/", "heartbeat|"]);
    fake.put("/services/a", "1");
    await start();
    await pass(200);
    expect(lastStatus()).toMatchObject({ state: "watching", atomic: false });
    expect(fake.openStreams).toBe(2);
    fake.put("heartbeat|a", "1");
    fake.put("/services/a", "2");
    fake.put("heartbeat|a", "3");
    await settle();
    await pass(50);
    expect(batches().map(({ revision }) => revision)).toEqual(["3", "4", "5"]);
    fake.faults.permitOnly(null);
    expect(believed()).toEqual(await truth(["/services/", "heartbeat|"]));
  });

  it("goes on after a break, each prefix from where it was", async () => {
    const { fake, start, pass, events, snapshots } = open(TWO);
    fake.faults.permitOnly(["/services/", "heartbeat|"]);
    await start();
    await pass(200);
    for (let i = 0; i < 5; i++) fake.put(`/services/${i}`, "1");
    await pass(100);
    fake.faults.cutStreams();
    for (let i = 0; i < 5; i++) fake.put(`heartbeat|${i}`, "2");
    await pass(2_000);
    expect(events().length).toBe(10);
    expect(snapshots().length).toBe(1);
  });

  it("leaves out a prefix that is only nice to have", async () => {
    const { fake, start, pass, lastStatus } = open({ extraPrefixes: ["/rollcall/"] });
    fake.faults.permitOnly(["/services/"]);
    await start();
    await pass(200);
    expect(lastStatus()).toMatchObject({ state: "watching", atomic: true });
    expect(fake.openStreams).toBe(1);
  });

  it("says so where a prefix it needs is denied", async () => {
    const { fake, start, lastStatus } = open(TWO);
    fake.faults.permitOnly(["/services/"]);
    await start();
    expect(lastStatus()).toMatchObject({ state: "backing-off", code: "permission-denied" });
  });
});

describe("foreign traffic", () => {
  it("inside the covering range moves the shown revision, now and then", async () => {
    const { fake, start, pass, messages } = open(TWO);
    await start();
    for (let i = 0; i < 20; i++) {
      fake.put("/unrelated", String(i));
      await pass(100);
    }
    await pass(1_000);
    const progress = messages.filter(({ kind }) => kind === "progress");
    expect(progress.at(-1)).toEqual({ kind: "progress", revision: fake.revision });
    expect(progress.length).toBeLessThan(10);
  });

  it("outside the covering range is no alarm, and the shown revision follows it", async () => {
    const { fake, start, pass, messages, statuses } = open();
    fake.put("/services/a", "1");
    await start();
    for (let i = 0; i < 60; i++) {
      fake.put("/elsewhere", String(i));
      await pass(500, 500);
    }
    expect(statuses().filter(({ state }) => state === "backing-off")).toEqual([]);
    const last = messages.filter(({ kind }) => kind === "progress").at(-1);
    expect(Number(last?.kind === "progress" ? last.revision : 0)).toBeGreaterThan(Number(fake.revision) - 30);
  });

  it("that is heavy is not watched any longer", async () => {
    const { fake, start, pass, lastStatus, events, snapshots } = open({ ...TWO, tuning: { maxForeignPerSecond: 10 } });
    await start();
    for (let i = 0; i < 150; i++) fake.put("/unrelated", String(i));
    await pass(200);
    expect(lastStatus()).toMatchObject({ state: "watching", atomic: false });
    fake.put("/services/a", "1");
    await pass(100);
    expect([events().length, snapshots().length]).toEqual([1, 1]);
  });

  it("is told apart by etcd's own progress notifications", async () => {
    const { fake, start, settle, messages } = open();
    await start();
    fake.put("/elsewhere", "1");
    fake.faults.sendProgress();
    await settle();
    expect(messages.at(-1)).toEqual({ kind: "progress", revision: fake.revision });
  });
});
