import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Cause, RegistryEvent } from "@/lib/registry/types";
import { chooseEtcd } from "@/server/testing/etcd-binaries";
import { availableEtcdVersions, startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { type Observed, observeEtcd } from "./observed";
import { type Owner, startOwner } from "./owner";
import { measureSlowness, type Slowness } from "./slowness";
import { unexcused } from "./unexcused";
import { pause, until } from "./until";

const TIMES = 12;
const TTL = 9;
const BEAT_MS = 3_000;
/** A beat that came so much later than its owner meant it is late for whoever watches, too. */
const LATE_MS = 200;

/** Which causes were told, and the removals that were not told as they were. */
function verdicts(removals: (RegistryEvent | undefined)[], truth: Cause) {
  const told = removals.map((event) => event?.cause ?? "none");
  const wrong = removals.filter((event) => event && event.cause !== truth && event.cause !== "unknown");
  return { told, wrong: wrong.map((event) => `${event?.cause}: ${event?.evidence}`) };
}

describe.each(availableEtcdVersions())("why instances left, etcd %s", (version) => {
  let etcd: TestEtcd;
  let observed: Observed;
  let slowness: Slowness;
  const children: ChildProcess[] = [];
  const owners: Owner[] = [];

  beforeEach(async () => {
    etcd = await startEtcd({ version });
    observed = observeEtcd(etcd.endpoints);
    await until("the view is live", () => observed.registry.status().state === "live");
    slowness = measureSlowness(() => observed.port.range({ range: { key: "/slowness" } }));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    for (const owner of owners.splice(0)) owner.silence();
    slowness?.stop();
    observed?.stop();
    await etcd?.cleanup();
  });

  async function group(name: string): Promise<Owner[]> {
    const started = await Promise.all(
      Array.from({ length: TIMES }, (_, index) => {
        const key = `/services/${name}/dc/${name}-${index}`;
        return startOwner({ port: observed.port, key, ttlSeconds: TTL, beatMs: BEAT_MS });
      }),
    );
    owners.push(...started);
    return started;
  }

  /** Waits for all removals, each with its cause, and gives them in the owners' order. */
  async function removalsOf(keys: readonly string[]): Promise<(RegistryEvent | undefined)[]> {
    await until("every removal is explained", () => keys.every((key) => observed.removal(key) !== undefined));
    return keys.map((key) => observed.removal(key));
  }
  /** Until the console saw so many heartbeats of each of these leases. */
  async function seenToBeat(leases: readonly { leaseId: string }[], times = 1): Promise<void> {
    await until("every owner was seen to beat", () =>
      leases.every(({ leaseId }) => (observed.observer.reading(leaseId)?.beatCount ?? 0) >= times),
    );
  }
  const keysOf = (all: readonly { key: string }[]) => all.map(({ key }) => key);

  it("tells silence, revocation and deletion apart, at once and in the history", async () => {
    const [silent, revoked, deleted] = await Promise.all([group("silent"), group("revoked"), group("deleted")]);
    await seenToBeat([...silent, ...revoked, ...deleted]);
    for (const owner of silent) {
      owner.silence();
      await pause(40);
    }
    await Promise.all(
      revoked.map(async ({ leaseId }, index) => {
        await pause(index * 190);
        await observed.port.revokeLease(leaseId);
      }),
    );
    for (const { key } of deleted) await observed.port.delete({ key });
    const expired = verdicts(await removalsOf(keysOf(silent)), "expired");
    const revocations = await removalsOf(keysOf(revoked));
    expect(verdicts(revocations, "revoked")).toEqual({ told: Array(TIMES).fill("revoked"), wrong: [] });
    expect(verdicts(await removalsOf(keysOf(deleted)), "deleted").told).toEqual(Array(TIMES).fill("deleted"));
    expect(expired.wrong).toEqual([]);
    expect(unexcused(observed, silent, slowness).length).toBeLessThanOrEqual(1);
    for (const event of revocations) {
      expect(event?.certainty).toBe("inferred");
      expect(event?.evidence).toMatch(/before it could run out; last heartbeat \d+\.\d+ s before/);
      const tombstone = observed.registry.view()?.tombstones.get(event?.instanceId ?? "");
      expect(tombstone).toMatchObject({ cause: "revoked", evidence: event?.evidence });
    }
  });

  it("shows an owner late before its lease runs out, and nobody who renews in time", async () => {
    const silent = await group("late");
    const steady = await group("steady");
    await seenToBeat([...silent, ...steady], 4);
    const before = observed.events().length;
    for (const owner of silent) owner.silence();
    await removalsOf(keysOf(silent));
    const late = observed
      .events()
      .slice(before)
      .filter((event) => event.type === "late");
    const told = new Set(late.map((event) => event.key));
    // An owner that a busy machine kept from beating in time was late: its own record says so.
    const wronged = late.filter(({ key, at }) => {
      const owner = steady.find((one) => one.key === key);
      return owner && typeof at === "number" && owner.longestGapMsIn(at - TTL * 1_000, at) < BEAT_MS + LATE_MS;
    });
    expect(wronged).toEqual([]);
    // Where the machine is too busy to ask in time one may be gone before it was seen late.
    const unseen = silent.filter(({ key }) => !told.has(key));
    expect(unexcused(observed, unseen, slowness, () => true).length).toBeLessThanOrEqual(1);
    const renewed = steady.filter((owner) => owner.longestGapMs() < (TTL - 1) * 1_000);
    expect(renewed.filter(({ key }) => !observed.registry.view()?.instances.has(key))).toEqual([]);
  });

  it("knows etcdctl's keep-alives by name: kill -9 and SIGSTOP end as expired", async () => {
    const control = chooseEtcd(version).control;
    if (!control) throw new Error("etcdctl is missing");
    const start = async (name: string) => {
      // Two dozen programs take their time to start where others work too.
      const { leaseId } = await observed.port.grantLease(2 * TTL);
      await startOwnerKey(observed, name, leaseId);
      const hex = BigInt(leaseId).toString(16);
      const child: ChildProcess = spawn(control, ["--endpoints", etcd.endpoints.join(), "lease", "keep-alive", hex], {
        stdio: "ignore",
        env: { ...process.env, ETCDCTL_API: "3" },
      });
      children.push(child);
      return { key: name, leaseId, child };
    };
    const all = await Promise.all(
      Array.from({ length: 2 * TIMES }, (_, index) => start(`/services/ctl/dc/ctl-${index}`)),
    );
    await seenToBeat(all);
    expect(all.every(({ key }) => observed.registry.view()?.instances.has(key))).toBe(true);
    for (const [index, { child }] of all.entries()) child.kill(index < TIMES ? "SIGKILL" : "SIGSTOP");
    const { wrong } = verdicts(await removalsOf(keysOf(all)), "expired");
    expect(wrong).toEqual([]);
    expect(unexcused(observed, all, slowness).length).toBeLessThanOrEqual(2);
  });

  it("a key put again under a new lease is no removal, and its new lease is followed", async () => {
    const before = await group("anew");
    await until("every lease is observed", () =>
      before.every(({ leaseId }) => observed.observer.reading(leaseId) !== null),
    );
    const after = await Promise.all(
      before.map(async (owner) => {
        owner.silence();
        return startOwner({ port: observed.port, key: owner.key, ttlSeconds: 60, beatMs: 1_500 });
      }),
    );
    owners.push(...after);
    await until("the old leases have run out", async () => {
      const left = await Promise.all(before.map(({ leaseId }) => observed.port.timeToLive(leaseId)));
      return left.every(({ grantedSeconds }) => grantedSeconds <= 0);
    });
    await seenToBeat(after);
    const events = observed.events().filter(({ key }) => keysOf(before).includes(key ?? ""));
    expect(events.filter((event) => event.type === "removed")).toEqual([]);
    expect(events.filter((event) => event.type === "re-registered")).toHaveLength(TIMES);
    for (const { leaseId } of after) expect(observed.observer.reading(leaseId)?.beatCount).toBeGreaterThan(0);
    for (const { leaseId } of before) expect(observed.observer.reading(leaseId)).toBeNull();
  });

  it("a key deleted just before its lease is revoked may be told as either, and the evidence says so", async () => {
    const racing = await group("race");
    await seenToBeat(racing);
    await Promise.all(
      racing.map(async ({ key, leaseId }) => {
        await observed.port.delete({ key });
        await observed.port.revokeLease(leaseId);
      }),
    );
    for (const event of await removalsOf(keysOf(racing))) {
      expect(["deleted", "revoked"]).toContain(event?.cause);
      if (event?.cause === "revoked")
        expect(event.evidence).toContain("A key deleted just before its lease was revoked");
    }
  });

  it("many keys on one lease are one observation and leave with one question", async () => {
    const { leaseId } = await observed.port.grantLease(600);
    for (let index = 0; index < 50; index++) await startOwnerKey(observed, `/services/many/dc/many-${index}`, leaseId);
    await until("the lease and all its keys are observed", () => {
      const held = observed.observer.instancesOf(leaseId).size;
      return held === 50 && observed.observer.reading(leaseId) !== null;
    });
    const asked = observed.askedAfter(leaseId);
    await observed.port.revokeLease(leaseId);
    const removals = await removalsOf(Array.from({ length: 50 }, (_, index) => `/services/many/dc/many-${index}`));
    expect(removals.map((event) => event?.cause)).toEqual(Array(50).fill("revoked"));
    expect(observed.askedAfter(leaseId) - asked).toBeLessThan(10);
  });
});

async function startOwnerKey({ port }: Observed, key: string, leaseId: string): Promise<void> {
  await port.put(key, new TextEncoder().encode('{"hostname":"10.0.0.1","port":1}'), { lease: leaseId });
}
