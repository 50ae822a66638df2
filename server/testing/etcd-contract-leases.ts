import { expect, it } from "vitest";
import { nextRevision } from "@/lib/registry/revision";
import { type Bench, collect, rejects, text } from "./etcd-contract";

/** Part of the contract: leases. */
export function describeLeaseContract({ etcd, passTime, prefix }: Bench): void {
  it("grants leases whose ids are exact, and tells their time floored", async () => {
    const { leaseId, grantedSeconds } = await etcd().grantLease(60);
    expect(grantedSeconds).toBe(60);
    expect(await etcd().leases()).toContain(leaseId);
    const key = `${prefix()}key`;
    await etcd().put(key, text(""), { lease: leaseId });
    const found = await etcd().timeToLive(leaseId, { keys: true });
    expect(found).toMatchObject({ leaseId, remainingSeconds: 59, grantedSeconds: 60, keys: [key] });
    expect((await etcd().range({ range: { key } })).keyValues[0]?.leaseId).toBe(leaseId);
    expect((await etcd().grantLease(1)).grantedSeconds).toBeGreaterThanOrEqual(1);
  });

  it("lists a lease's keys in the order of keys", async () => {
    const { leaseId } = await etcd().grantLease(60);
    const keys = Array.from({ length: 20 }, (_, index) => `${prefix()}${String(index).padStart(2, "0")}`);
    for (const key of keys.toReversed()) await etcd().put(key, text(""), { lease: leaseId });
    expect((await etcd().timeToLive(leaseId, { keys: true })).keys).toEqual(keys);
  });

  it("renews a lease without a trace in the revisions", async () => {
    const { leaseId, header } = await etcd().grantLease(30);
    const renewed = await etcd().keepAliveOnce(leaseId);
    expect([renewed.remainingSeconds, renewed.header.revision]).toEqual([30, header.revision]);
  });

  it("renews many leases at once and says which of them are gone", async () => {
    const granted = await Promise.all([20, 30, 40].map((ttlSeconds) => etcd().grantLease(ttlSeconds)));
    const [first = "", gone = "", last = ""] = granted.map(({ leaseId }) => leaseId);
    await etcd().revokeLease(gone);
    const renewed = await etcd().keepAliveAll([first, gone, last, first]);
    expect([first, gone, last].map((leaseId) => renewed.get(leaseId))).toEqual([20, 0, 40]);
    expect(await etcd().keepAliveAll([])).toEqual(new Map());
    const many = await Promise.all(Array.from({ length: 300 }, () => etcd().grantLease(60)));
    const all = await etcd().keepAliveAll(many.map(({ leaseId }) => leaseId));
    expect([all.size, new Set(all.values())]).toEqual([300, new Set([60])]);
    await rejects(etcd().keepAliveAll([first], { signal: AbortSignal.abort() }), "cancelled");
  });

  it("takes every key of a revoked lease in one revision, which is the answer's", async () => {
    const at = prefix();
    const { leaseId } = await etcd().grantLease(60);
    await etcd().put(`${at}a`, text("1"), { lease: leaseId });
    const { revision } = await etcd().put(`${at}b`, text("2"), { lease: leaseId });
    await using watch = collect(etcd(), at, nextRevision(revision));
    const answer = await etcd().revokeLease(leaseId);
    const events = await watch.until((seen) => seen.length === 2);
    expect(events).toMatchObject([
      { type: "delete", modRevision: answer.revision, previous: { leaseId } },
      { type: "delete", modRevision: answer.revision, previous: { leaseId } },
    ]);
  });

  it("takes every key of an expired lease in one revision", async () => {
    const at = prefix();
    const { leaseId } = await etcd().grantLease(2);
    await etcd().put(`${at}a`, text(""), { lease: leaseId });
    const { revision } = await etcd().put(`${at}b`, text(""), { lease: leaseId });
    await using watch = collect(etcd(), at, nextRevision(revision));
    await watch.untilMessage(({ kind }) => kind === "created");
    await passTime(2_000);
    const events = await watch.until((seen) => seen.length === 2);
    const revisions = new Set(events.map((event) => (event.type === "delete" ? event.modRevision : "put")));
    expect(revisions.size).toBe(1);
    expect(await etcd().timeToLive(leaseId)).toMatchObject({ remainingSeconds: -1, grantedSeconds: 0 });
  });

  it("says what is gone, each call in its own way", async () => {
    const { leaseId } = await etcd().grantLease(60);
    await etcd().revokeLease(leaseId);
    await rejects(etcd().revokeLease(leaseId), "lease-not-found");
    await rejects(etcd().put(`${prefix()}a`, text(""), { lease: leaseId }), "lease-not-found");
    expect((await etcd().keepAliveOnce(leaseId)).remainingSeconds).toBe(0);
    expect(await etcd().timeToLive(leaseId)).toMatchObject({ remainingSeconds: -1, grantedSeconds: 0, keys: [] });
  });

  it("keeps a key's lease only where it is told to ignore it", async () => {
    const key = `${prefix()}key`;
    const { leaseId } = await etcd().grantLease(60);
    const leaseNow = async () => (await etcd().range({ range: { key } })).keyValues[0]?.leaseId;
    await etcd().put(key, text("1"), { lease: leaseId });
    await etcd().put(key, text("2"), { ignoreLease: true });
    expect(await leaseNow()).toBe(leaseId);
    await etcd().put(key, text("3"));
    expect(await leaseNow()).toBeNull();
    expect((await etcd().timeToLive(leaseId, { keys: true })).keys).toEqual([]);
    await rejects(etcd().put(`${key}-absent`, text(""), { ignoreLease: true }), "key-not-found");
  });
}
