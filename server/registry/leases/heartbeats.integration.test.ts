import { afterEach, describe, expect, it } from "vitest";
import { rhythmOf } from "@/lib/leases/rhythm";
import { startCluster, type TestCluster } from "@/server/testing/cluster";
import { availableEtcdVersions, startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { createFaultProxy, type FaultProxy } from "@/server/testing/fault-proxy";
import { type Observed, observeEtcd } from "./observed";
import { type Owner, startOwner } from "./owner";
import { measureSlowness, type Slowness } from "./slowness";
import { unexcused } from "./unexcused";
import { pause, until } from "./until";

const TIMES = 12;
/** A question that takes so long leaves the console without what it needs to tell one thing from another. */
const SLOW_MS = 150;
/** Of owners that must not leave by themselves: long beside their beat of two seconds. */
const TTL = 15;

describe.each(availableEtcdVersions())("heartbeats and what looks like them, etcd %s", (version) => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  function started<T extends { cleanup(): Promise<void> }>(thing: T): T {
    ends.push(() => thing.cleanup());
    return thing;
  }

  async function observe(endpoints: string[]): Promise<Observed> {
    const observed = observeEtcd(endpoints);
    ends.push(() => observed.stop());
    await until("the view is live", () => observed.registry.status().state === "live");
    return observed;
  }

  /** Spread over a beat, as real owners are: in one rhythm all of them would be sampled equally well or equally badly. */
  async function group(observed: Observed, service: string, ttlSeconds: number, beatMs: number): Promise<Owner[]> {
    const all = await Promise.all(
      Array.from({ length: TIMES }, async (_, index) => {
        await pause((index * Math.min(beatMs, 5_000)) / TIMES);
        return startOwner({
          port: observed.port,
          key: `/services/${service}/dc/${service}-${index}`,
          ttlSeconds,
          beatMs,
        });
      }),
    );
    ends.push(() => {
      for (const owner of all) owner.silence();
    });
    return all;
  }

  function slownessOf(observed: Observed): Slowness {
    const slowness = measureSlowness(() => observed.port.range({ range: { key: "/slowness" } }));
    ends.push(() => slowness.stop());
    return slowness;
  }

  /** Until etcd renewed each of them so often anew, and the console saw a heartbeat of each. */
  async function beaten(observed: Observed, owners: readonly Owner[], times: number): Promise<void> {
    const goals = owners.map((owner) => owner.beats.length + times);
    await until(`every owner has beaten ${times} times, and was seen to`, () =>
      owners.every(
        ({ beats, leaseId }, index) =>
          beats.length >= (goals[index] ?? 0) && (observed.observer.reading(leaseId)?.beatCount ?? 0) > 0,
      ),
    );
  }

  const leftAmong = (observed: Observed, owners: readonly Owner[]) =>
    observed.events().filter(({ type, key }) => type === "removed" && owners.some((owner) => owner.key === key));

  it("sees nearly every heartbeat of what is looked at, closely in time, and invents none", async () => {
    const etcd: TestEtcd = started(await startEtcd({ version }));
    const observed = await observe(etcd.endpoints);
    const slowness = slownessOf(observed);
    // The lease outlives a machine that stands still for seconds; how it beats is what counts here.
    const owners = await group(observed, "beating", 30, 5_000);
    observed.observer.setInterest({ services: new Set(["beating"]), keys: new Set() });
    await beaten(observed, owners, 8);
    await until("the rhythm of each is learned", () =>
      owners.every(({ leaseId }) => observed.observer.reading(leaseId)?.rhythmMs !== null),
    );
    const errors: number[] = [];
    let truth = 0;
    let missed = 0;
    for (const { leaseId, beats, sent } of owners) {
      const reading = observed.observer.reading(leaseId);
      const sampled = reading?.beats?.filter(({ how }) => how === "sampled") ?? [];
      // Counted before the beats that are under way: one that was sent may be seen before its owner hears the answer.
      expect(sampled.length).toBeLessThanOrEqual(sent());
      for (const [index, [sentAt, answeredAt]] of beats.entries()) {
        const next = beats[index + 1]?.[0];
        // Seen are those that were over when it last asked, and that stand alone: etcd tells whole seconds.
        if (!next || answeredAt >= (reading?.sentAt ?? 0) || next - answeredAt < 1_500) continue;
        truth++;
        const found = sampled.find(({ at }) => at[0] <= answeredAt + 5 && at[1] >= sentAt - 5);
        if (found) errors.push(Math.abs((found.at[0] + found.at[1]) / 2 - (sentAt + answeredAt) / 2));
        // Who did not get to ask before the next beat cannot have seen this one.
        else if (slowness.worstMs(sentAt - 1_000, next + 1_000) < SLOW_MS) missed++;
      }
      // The rhythm is the one in which it really beat. Each beat is known to half a second: after seven the mean of their
      // gaps is known to a tenth.
      const seen = beats.filter(([, answeredAt]) => answeredAt < (reading?.sentAt ?? 0)).map(([sentAt]) => sentAt);
      const real = rhythmOf(seen.slice(1).map((at, index) => at - (seen[index] ?? at)))?.everyMs ?? 0;
      expect(Math.abs((reading?.rhythmMs ?? 0) - real)).toBeLessThan(200 + slowness.worstMs(seen[0] ?? 0, Date.now()));
    }
    errors.sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(truth / 2);
    expect(missed / truth).toBeLessThanOrEqual(0.03);
    expect(errors[errors.length >> 1]).toBeLessThan(200 + 2 * slowness.medianMs());
  });

  it("a restart of etcd is a reset and no heartbeat, and causes are right again afterwards", async () => {
    const etcd: TestEtcd = started(await startEtcd({ version }));
    const observed = await observe(etcd.endpoints);
    const slowness = slownessOf(observed);
    const owners = await group(observed, "restart", TTL, 2_000);
    await beaten(observed, owners, 2);
    await etcd.restart();
    await until("the reset is told", () => observed.events().some(({ type }) => type === "ttl-reset"));
    await until("every lease is observed again", () =>
      owners.every(({ leaseId }) => observed.observer.reading(leaseId)?.resets === 1),
    );
    await beaten(observed, owners, 2);
    expect(leftAmong(observed, owners)).toEqual([]);
    expect(observed.events().filter(({ type }) => type === "ttl-reset")).toHaveLength(1);
    for (const owner of owners) owner.silence();
    await until("all are gone and explained", () => owners.every(({ key }) => observed.removal(key)));
    const causes = owners.map(({ key }) => observed.removal(key)?.cause);
    expect(causes.filter((cause) => cause !== "expired" && cause !== "unknown")).toEqual([]);
    expect(unexcused(observed, owners, slowness).length).toBeLessThanOrEqual(1);
  });

  it("a leader that moves among three members resets every deadline once", async () => {
    const cluster: TestCluster = started(await startCluster(3, { version }));
    const observed = await observe(cluster.endpoints);
    const owners = await group(observed, "moved", TTL, 2_000);
    await beaten(observed, owners, 2);
    await cluster.moveLeader();
    await until("the reset is told", () => observed.events().some(({ type }) => type === "ttl-reset"));
    await beaten(observed, owners, 2);
    expect(leftAmong(observed, owners)).toEqual([]);
    const reset = observed.events().find(({ type }) => type === "ttl-reset");
    expect(reset?.evidence).toMatch(/leader of term \d+ after term \d+/);
    await Promise.all(
      owners.map(async (owner, index) => {
        owner.silence();
        if (index % 2 === 0) await observed.port.revokeLease(owner.leaseId);
      }),
    );
    await until("all are gone and explained", () => owners.every(({ key }) => observed.removal(key)));
    for (const [index, { key }] of owners.entries())
      expect([index % 2 === 0 ? "revoked" : "expired", "unknown"]).toContain(observed.removal(key)?.cause);
  });

  it("what left while the connection was down is not told as if it left now", async () => {
    const etcd: TestEtcd = started(await startEtcd({ version }));
    const proxy: FaultProxy = await createFaultProxy({ targetPort: etcd.clientPort });
    ends.push(() => proxy.stop());
    const observed = await observe([`http://127.0.0.1:${proxy.port}`]);
    const direct = observeEtcd(etcd.endpoints);
    ends.push(() => direct.stop());
    const owners = await group(direct, "away", 600, 4_000);
    await until("all are observed", () => owners.every(({ leaseId }) => observed.observer.reading(leaseId)));
    await proxy.refuse();
    await until("it is known to be stale", () => observed.registry.status().state === "stale");
    const staleAt = Date.now();
    await until("it is said that leases are not observed", () => observed.observer.lane().notObserved !== null);
    for (const { leaseId } of owners) await direct.port.revokeLease(leaseId);
    const healedAt = Date.now();
    await proxy.heal();
    await until("all are explained", () => owners.every(({ key }) => observed.removal(key)));
    for (const { key } of owners) {
      const { at, cause, evidence } = observed.removal(key) ?? {};
      expect(cause).toBe("unknown");
      expect(evidence).toContain("connection to etcd was down");
      expect(Array.isArray(at) && at[0] <= staleAt && at[1] >= healedAt).toBe(true);
    }
    await until("leases are observed again", () => observed.observer.lane().notObserved === null);
  });
});
