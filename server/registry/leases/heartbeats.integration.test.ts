import { afterEach, describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "@/server/testing/cluster";
import { availableEtcdVersions, startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { createFaultProxy, type FaultProxy } from "@/server/testing/fault-proxy";
import { type Observed, observeEtcd } from "./observed";
import { type Owner, startOwner } from "./owner";
import { pause, until } from "./until";

const TIMES = 12;

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
    await until("the view is live", 15_000, () => observed.registry.status().state === "live");
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

  const leftAmong = (observed: Observed, owners: readonly Owner[]) =>
    observed.events().filter(({ type, key }) => type === "removed" && owners.some((owner) => owner.key === key));

  it("sees nearly every heartbeat of what is looked at, closely in time, and invents none", async () => {
    const etcd: TestEtcd = started(await startEtcd({ version }));
    const observed = await observe(etcd.endpoints);
    const owners = await group(observed, "beating", 10, 5_000);
    observed.observer.setInterest({ services: new Set(["beating"]), keys: new Set() });
    await pause(27_000);
    const errors: number[] = [];
    let truth = 0;
    let seen = 0;
    for (const { leaseId, beats } of owners) {
      const sampled = observed.observer.reading(leaseId)?.beats?.filter(({ how }) => how === "sampled") ?? [];
      // The newest may not have been asked after yet.
      const known = beats.filter(([, answered]) => answered < Date.now() - 1_000);
      truth += known.length;
      for (const [sent, answered] of known) {
        const found = sampled.find(({ at }) => at[0] <= answered + 5 && at[1] >= sent - 5);
        if (!found) continue;
        seen++;
        errors.push(Math.abs((found.at[0] + found.at[1]) / 2 - (sent + answered) / 2));
      }
      expect(sampled.length).toBeLessThanOrEqual(beats.length);
    }
    errors.sort((a, b) => a - b);
    expect(seen / truth).toBeGreaterThanOrEqual(0.97);
    expect(errors[errors.length >> 1]).toBeLessThan(200);
    const reading = () => observed.observer.reading(owners[0]?.leaseId ?? "");
    await until("seven beats are seen", 40_000, () => (reading()?.beatCount ?? 0) >= 7);
    // Each beat is known to half a second: after seven the mean of their gaps is known to a tenth. A busy machine sends
    // them late: the rhythm is the one in which they were sent.
    const sentAt = owners[0]?.beats.map(([sent]) => sent) ?? [];
    const everyMs = ((sentAt.at(-1) ?? 0) - (sentAt[0] ?? 0)) / (sentAt.length - 1);
    const rhythmMs = reading()?.rhythmMs ?? 0;
    expect(rhythmMs).toBeGreaterThan(everyMs - 200);
    expect(rhythmMs).toBeLessThan(everyMs + 200);
  });

  it("a restart of etcd is a reset and no heartbeat, and causes are right again afterwards", async () => {
    const etcd: TestEtcd = started(await startEtcd({ version }));
    const observed = await observe(etcd.endpoints);
    const owners = await group(observed, "restart", 6, 2_000);
    await pause(7_000);
    await etcd.restart();
    await until("the reset is told", 15_000, () => observed.events().some(({ type }) => type === "ttl-reset"));
    await until("every lease is observed again", 10_000, () =>
      owners.every(({ leaseId }) => observed.observer.reading(leaseId)?.resets === 1),
    );
    await pause(5_000);
    expect(leftAmong(observed, owners)).toEqual([]);
    expect(observed.events().filter(({ type }) => type === "ttl-reset")).toHaveLength(1);
    for (const owner of owners) owner.silence();
    await until("all are gone and explained", 20_000, () => owners.every(({ key }) => observed.removal(key)));
    const causes = owners.map(({ key }) => observed.removal(key)?.cause);
    expect(causes.filter((cause) => cause !== "expired" && cause !== "unknown")).toEqual([]);
    expect(causes.filter((cause) => cause === "expired").length).toBeGreaterThanOrEqual(TIMES - 1);
  });

  it("a leader that moves among three members resets every deadline once", async () => {
    const cluster: TestCluster = started(await startCluster(3, { version }));
    const observed = await observe(cluster.endpoints);
    const owners = await group(observed, "moved", 6, 2_000);
    await pause(7_000);
    await cluster.moveLeader();
    await until("the reset is told", 15_000, () => observed.events().some(({ type }) => type === "ttl-reset"));
    await pause(5_000);
    expect(leftAmong(observed, owners)).toEqual([]);
    const reset = observed.events().find(({ type }) => type === "ttl-reset");
    expect(reset?.evidence).toMatch(/leader of term \d+ after term \d+/);
    await Promise.all(
      owners.map(async (owner, index) => {
        owner.silence();
        if (index % 2 === 0) await observed.port.revokeLease(owner.leaseId);
      }),
    );
    await until("all are gone and explained", 20_000, () => owners.every(({ key }) => observed.removal(key)));
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
    const owners = await group(direct, "away", 20, 4_000);
    await until("all are observed", 10_000, () => owners.every(({ leaseId }) => observed.observer.reading(leaseId)));
    await proxy.refuse();
    await until("it is known to be stale", 15_000, () => observed.registry.status().state === "stale");
    const staleAt = Date.now();
    await until("it is said that leases are not observed", 5_000, () => observed.observer.lane().notObserved !== null);
    for (const { leaseId } of owners) await direct.port.revokeLease(leaseId);
    await pause(1_500);
    await proxy.heal();
    await until("all are explained", 20_000, () => owners.every(({ key }) => observed.removal(key)));
    for (const { key } of owners) {
      const { at, cause, evidence } = observed.removal(key) ?? {};
      expect(cause).toBe("unknown");
      expect(evidence).toContain("connection to etcd was down");
      expect(Array.isArray(at) && at[0] <= staleAt && at[1] > at[0] + 1_000).toBe(true);
    }
    await until("leases are observed again", 10_000, () => observed.observer.lane().notObserved === null);
  });
});
