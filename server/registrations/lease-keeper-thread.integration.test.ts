import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { createLog } from "@/server/log/log";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import type { LeaseKeeper, Renewal } from "./lease-keeper";
import { createLeaseKeeperThread } from "./lease-keeper-thread";

let etcd: TestEtcd;
let client: EtcdPort;
let keeper: LeaseKeeper;
let renewals: Renewal[] = [];

beforeEach(async () => {
  renewals = [];
  etcd = await startEtcd();
  client = createEtcdClient({ endpoints: etcd.endpoints });
  const log = createLog("silent");
  keeper = createLeaseKeeperThread({ etcd: () => ({ endpoints: etcd.endpoints }), clock: systemClock, log });
  keeper.onRenewal((renewal) => renewals.push(renewal));
});
afterEach(async () => {
  keeper?.stop();
  client?.close();
  await etcd?.cleanup();
});

it("keeps a lease alive while the main thread does nothing but work for far longer than the lease lasts", async () => {
  const { leaseId, grantedSeconds } = await client.grantLease(8);
  keeper.keep(leaseId, grantedSeconds);
  await expect.poll(() => renewals.length).toBeGreaterThan(0);
  const stoodStillAt = Date.now();
  // As a long answer would: nothing else runs on this thread.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2.5 * grantedSeconds * 1_000);
  expect((await client.timeToLive(leaseId)).grantedSeconds).toBe(grantedSeconds);
  await expect.poll(() => renewals.length).toBeGreaterThan(3);
  const newest = renewals.at(-1);
  // The newest was sent while this thread stood still, or after it.
  expect(newest?.sentAt).toBeGreaterThan(stoodStillAt);
});

it("lets a lease run out when it rests, and says of one that is gone that it is", async () => {
  const { leaseId, grantedSeconds } = await client.grantLease(2);
  keeper.keep(leaseId, grantedSeconds);
  await expect.poll(() => renewals.some((one) => one.leaseId === leaseId)).toBe(true);
  keeper.rest(leaseId);
  await expect.poll(async () => (await client.timeToLive(leaseId)).grantedSeconds).toBe(0);
  keeper.keep(leaseId, grantedSeconds);
  await expect.poll(() => renewals.at(-1)).toMatchObject({ leaseId, remainingSeconds: 0, nextAt: null });
});
