import type { CallOptions, Compare, EtcdPort, KeyValue, Operation } from "@/lib/etcd/port";
import { EtcdError } from "@/lib/etcd/port";
import type { Key, LeaseId } from "@/lib/registry/types";

/** What we want to stand in etcd. */
export interface Placement {
  key: Key;
  value: Uint8Array;
  leaseId: LeaseId | null;
}

/**
 * Puts it where the key is absent or `mayReplace` what stands there; answers what is there afterwards. The compare
 * lets nobody's write in between get lost. Done twice it changes nothing: an answer may have been lost on the way.
 */
export async function place(
  port: EtcdPort,
  wanted: Placement,
  mayReplace: (found: KeyValue) => boolean,
  call: CallOptions,
): Promise<{ placed: true } | { placed: false; found: KeyValue }> {
  const found = (await port.range({ range: { key: wanted.key } }, call)).keyValues[0] ?? null;
  if (found !== null && isOurs(found, wanted)) return { placed: true };
  if (found !== null && !mayReplace(found)) return { placed: false, found };
  await write(port, wanted, found, call);
  return { placed: true };
}

/** Puts the value where the key still is as it was seen. Rejects with code `internal` where somebody was faster. */
export async function write(
  port: EtcdPort,
  { key, value, leaseId }: Placement,
  seen: KeyValue | null,
  call: CallOptions,
): Promise<void> {
  const unchanged: Compare =
    seen === null
      ? { key, target: "version", operator: "=", value: "0" }
      : { key, target: "mod", operator: "=", value: seen.modRevision };
  const put: Operation = { kind: "put", key, value, ...(leaseId === null ? {} : { lease: leaseId }) };
  const { succeeded } = await port.transact({ when: [unchanged], then: [put], otherwise: [] }, call);
  if (!succeeded) throw new EtcdError("internal", `Somebody else has just written ${key}.`);
}

/** Deletes the key where it still is as it was seen: for a registration without a lease. */
export async function removeSeen(port: EtcdPort, seen: KeyValue, call: CallOptions): Promise<boolean> {
  const { key, modRevision } = seen;
  const when: Compare[] = [{ key, target: "mod", operator: "=", value: modRevision }];
  return (await port.transact({ when, then: [{ kind: "delete", range: { key } }], otherwise: [] }, call)).succeeded;
}

export function isOurs(found: KeyValue, wanted: Placement): boolean {
  return found.leaseId === wanted.leaseId && sameBytes(found.value, wanted.value);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
