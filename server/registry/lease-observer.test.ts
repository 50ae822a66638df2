import { afterEach, describe, expect, it } from "vitest";
import { createListWatch } from "@/lib/etcd/list-watch";
import { EtcdError } from "@/lib/etcd/port";
import type { OwnWrites } from "@/lib/leases/cause";
import { createManualClock } from "@/lib/manual-clock";
import { testLayouts } from "@/lib/registry/testing";
import type { RegistryEvent } from "@/lib/registry/types";
import { createFakeEtcd } from "@/server/testing/fake-etcd";
import { createLeaseObserver } from "./lease-observer";
import { createRegistry, type RegistryUpdate } from "./registry";

const turns = async () => {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
};

function start({ budget = 1_000, ownWrite }: { budget?: number; ownWrite?: OwnWrites } = {}) {
  const time = createManualClock();
  const etcd = createFakeEtcd({ clock: time });
  let ahead = 0;
  const stepListeners: ((byMs: number) => void)[] = [];
  /** The console's: it can be set, which etcd's cannot. */
  const clock = {
    now: () => time.now() + ahead,
    setTimeout: time.setTimeout,
    onStep: (listener: (byMs: number) => void) => {
      stepListeners.push(listener);
      return () => {};
    },
  };
  const step = (byMs: number) => {
    ahead += byMs;
    for (const listener of stepListeners) listener(byMs);
  };
  const registry = createRegistry({ layouts: testLayouts, clock, tombstoneMs: 600_000, firstSeq: 1 });
  const updates: RegistryUpdate[] = [];
  registry.onUpdate((update) => updates.push(update));
  const connection = etcd.connect();
  let most = 0;
  let running = 0;
  let asked = 0;
  const timeToLive: typeof connection.timeToLive = async (...parts) => {
    asked++;
    most = Math.max(most, ++running);
    try {
      return await connection.timeToLive(...parts);
    } finally {
      running--;
    }
  };
  const observer = createLeaseObserver({
    registry,
    etcd: () => ({ timeToLive }),
    clock,
    budget,
    ...(ownWrite ? { ownWrite } : {}),
  });
  const listWatch = createListWatch({ connect: etcd.connect, prefixes: ["/s/"], clock, onMessage: registry.accept });
  const pass = async (ms: number, stepMs = 20) => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      time.advance(stepMs);
      await turns();
    }
  };
  const leased = async (key: string, ttlSeconds = 10) => {
    const { leaseId } = await connection.grantLease(ttlSeconds);
    etcd.put(key, "v", leaseId);
    return leaseId;
  };
  const told = (key: string): RegistryEvent[] =>
    updates.flatMap(({ events, amended = [] }) => [...events, ...amended]).filter((event) => event.key === key);
  const stop = () => {
    listWatch.stop();
    observer.stop();
    registry.stop();
    etcd.stop();
  };
  return {
    clock: time,
    step,
    etcd,
    registry,
    observer,
    connection,
    updates,
    pass,
    leased,
    told,
    stop,
    most: () => most,
    asked: () => asked,
  };
}

let running: ReturnType<typeof start> | null = null;
afterEach(() => running?.stop());

describe("the lease observer", () => {
  it("tells a removal twice under one id: at once, and again with its cause", async () => {
    running = start();
    const { leased, connection, pass, told, registry } = running;
    const leaseId = await leased("/s/web/a");
    await pass(2_000);
    await connection.revokeLease(leaseId);
    await turns();
    const [, first] = told("/s/web/a");
    expect(first).toMatchObject({ type: "removed", cause: "unknown" });
    expect(first?.evidence).toContain("etcd is being asked");
    await pass(60);
    const [, , second] = told("/s/web/a");
    expect(second).toMatchObject({ id: first?.id, type: "removed", cause: "revoked", certainty: "inferred" });
    expect(registry.view()?.tombstones.get("/s/web/a")).toMatchObject({ cause: "revoked" });
  });

  it.each([-600_000, 3_600_000])(
    "observes anew when its clock is set by %i ms, and tells nothing wrong",
    async (byMs) => {
      running = start();
      const { leased, connection, pass, told, observer, step, clock } = running;
      const steady = await leased("/s/web/steady");
      const silent = await leased("/s/web/silent");
      for (let beat = 0; beat < 8; beat++) {
        await connection.keepAliveOnce(steady);
        await connection.keepAliveOnce(silent);
        await pass(3_000);
      }
      const before = observer.reading(steady);
      step(byMs);
      await pass(1_000);
      const [from, to] = observer.reading(steady)?.deadline ?? [0, 0];
      const truth = clock.now() + byMs + 6_000;
      expect(from).toBeLessThanOrEqual(truth);
      expect(to).toBeGreaterThanOrEqual(truth);
      expect(observer.reading(steady)?.beatCount).toBe(before?.beatCount);
      expect(observer.reading(steady)?.rhythmMs).toBe(before?.rhythmMs);
      for (let beat = 0; beat < 6; beat++) {
        await connection.keepAliveOnce(steady);
        await pass(3_000);
      }
      expect(told("/s/web/steady").map(({ type }) => type)).toEqual(["registered"]);
      expect(told("/s/web/silent").at(-1)).toMatchObject({ type: "removed", cause: "expired" });
    },
  );

  it("names an eviction by its own write, exactly and without asking", async () => {
    running = start({
      ownWrite: (_revision, key) =>
        key === "/s/web/a"
          ? { actor: "ada", auditId: "1", cause: "evicted", certainty: "exact", evidence: "Evicted by ada." }
          : null,
    });
    const { leased, etcd, pass, told } = running;
    await leased("/s/web/a");
    await pass(500);
    etcd.delete("/s/web/a");
    await pass(60);
    expect(told("/s/web/a").at(-1)).toMatchObject({ cause: "evicted", certainty: "exact", actor: "ada" });
  });

  it("stays within its budget and never asks more than 64 things at once, also in a storm", async () => {
    running = start({ budget: 100 });
    const { leased, connection, pass, asked, most, told } = running;
    const ids: string[] = [];
    for (let index = 0; index < 400; index++) ids.push(await leased(`/s/web/${index}`, 60));
    await pass(500);
    const before = asked();
    await pass(10_000);
    expect(asked() - before).toBeGreaterThan(900);
    expect(asked() - before).toBeLessThanOrEqual(1_010);
    await Promise.all(ids.map((leaseId) => connection.revokeLease(leaseId)));
    await pass(2_000);
    expect(most()).toBeLessThanOrEqual(64);
    for (let index = 0; index < 400; index++) expect(told(`/s/web/${index}`).at(-1)?.cause).toBe("revoked");
  });

  it("looks at every lease within the time it promises", async () => {
    running = start({ budget: 100 });
    const { leased, pass, observer, clock } = running;
    const ids: string[] = [];
    for (let index = 0; index < 300; index++) ids.push(await leased(`/s/web/${index}`, 60));
    await pass(10_000);
    const { resolutionMs } = observer.lane();
    expect(resolutionMs).toBeGreaterThanOrEqual(3_000);
    const ages = ids.map((leaseId) => clock.now() - (observer.reading(leaseId)?.observedAt ?? 0));
    expect(Math.max(...ages)).toBeLessThanOrEqual(resolutionMs * 1.5);
  });

  it("says since when and why leases are not observed, asks rarely meanwhile, and goes on by itself", async () => {
    running = start();
    const { leased, etcd, pass, observer, asked } = running;
    await leased("/s/web/a", 300);
    await pass(2_000);
    expect(observer.lane().notObserved).toBeNull();
    const denied = new EtcdError("permission-denied", "etcd does not allow this to our user.");
    etcd.faults.rejectWith(denied);
    await pass(3_000);
    expect(observer.lane().notObserved).toMatchObject({ reason: expect.stringContaining("does not allow") });
    const before = asked();
    await pass(10_000);
    expect(asked() - before).toBeLessThan(4);
    etcd.faults.rejectWith(null);
    await pass(40_000);
    expect(observer.lane().notObserved).toBeNull();
  });

  it("a change of leader is one event for all leases, and no heartbeat", async () => {
    running = start();
    const { leased, etcd, pass, observer, updates } = running;
    const ids: string[] = [];
    for (let index = 0; index < 20; index++) ids.push(await leased(`/s/web/${index}`, 20));
    await pass(5_000);
    etcd.faults.electLeader();
    await pass(3_000);
    const resets = updates.flatMap(({ events }) => events).filter(({ type }) => type === "ttl-reset");
    expect(resets).toHaveLength(1);
    for (const leaseId of ids)
      expect(observer.reading(leaseId)).toMatchObject({ resets: 1, beatCount: 0, renewedAt: null });
  });

  it("takes a put of the same value as an exact heartbeat", async () => {
    running = start();
    const { leased, etcd, pass, observer } = running;
    const leaseId = await leased("/s/web/a", 20);
    await pass(1_000);
    etcd.put("/s/web/a", "v", leaseId);
    await pass(500);
    expect(observer.reading(leaseId)?.beats).toMatchObject([{ how: "exact" }]);
  });

  it("leaves no timer behind", async () => {
    running = start();
    const { leased, pass, stop, clock } = running;
    await leased("/s/web/a");
    await pass(1_000);
    stop();
    await turns();
    expect(clock.pending()).toBe(0);
  });

  it("an owner that puts its key under a new lease at each beat has a rhythm, and is missed when it stops", async () => {
    const run = start();
    running = run;
    await run.leased("/s/a/1");
    await run.pass(100);
    for (let beat = 0; beat < 8; beat++) {
      await run.pass(5_000);
      await run.leased("/s/a/1");
    }
    await run.pass(1_000);
    const leaseId = run.registry.view()?.instances.get("/s/a/1")?.leaseId ?? "";
    const types = run.told("/s/a/1").map(({ type }) => type);
    expect(types).toEqual(["registered", "re-registered", ...Array(7).fill("heartbeat")]);
    const reading = run.observer.reading(leaseId);
    expect(reading).toMatchObject({ liveness: "alive", beatCount: 7, renewed: false });
    expect(reading?.rhythmMs).toBeGreaterThan(4_900);
    expect(reading?.rhythmMs).toBeLessThan(5_200);
    expect(reading?.beats).toHaveLength(7);
    await run.pass(6_000);
    expect(run.told("/s/a/1").at(-1)?.type).toBe("late");
    await run.leased("/s/a/1");
    await run.pass(300);
    expect(
      run
        .told("/s/a/1")
        .map(({ type }) => type)
        .slice(-2)
        .sort(),
    ).toEqual(["heartbeat", "recovered"]);
  });
});
