import { type Compare, EtcdError, type KeyValue, type Operation, type OperationAnswer } from "@/lib/etcd/port";
import { compareRevisions } from "@/lib/registry/revision";
import type { Key, LeaseId } from "@/lib/registry/types";
import type { Leases } from "./leases";
import { type Change, inSpan, type Span } from "./store";

/** etcd's default of `--max-txn-ops`. */
const MAX_OPERATIONS = 128;

export function holdsTrue(compare: Compare, found: KeyValue | null): boolean {
  const actual = {
    mod: found?.modRevision ?? "0",
    create: found?.createRevision ?? "0",
    version: found?.version ?? "0",
    lease: found?.leaseId ?? "0",
  }[compare.target];
  const order = compareRevisions(actual, compare.value);
  switch (compare.operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case ">":
      return order > 0;
  }
}

/** Refused as a whole, before anything is done. */
export function checkOperations(operations: readonly Operation[]): void {
  if (operations.length > MAX_OPERATIONS)
    throw new EtcdError("too-large", "etcdserver: too many operations in txn request");
  const deletions = operations.flatMap((operation): Span[] => (operation.kind === "delete" ? [operation.range] : []));
  const puts = new Set<Key>();
  for (const operation of operations) {
    if (operation.kind !== "put") continue;
    if (puts.has(operation.key) || deletions.some((span) => inSpan(span, operation.key)))
      throw new EtcdError("invalid", "etcdserver: duplicate key given in txn request");
    puts.add(operation.key);
  }
}

export function perform(operation: Operation, change: Change, leases: Leases): OperationAnswer {
  switch (operation.kind) {
    case "put": {
      const leaseId = leaseOf(operation, change, leases);
      return { kind: "put", previous: change.put(operation.key, operation.value, leaseId) };
    }
    case "delete": {
      const previous = change.delete(operation.range);
      return { kind: "delete", deleted: previous.length, previous };
    }
    case "get":
      return { kind: "get", keyValues: change.read(operation.range) };
  }
}

function leaseOf(
  put: { key: Key; lease?: LeaseId; ignoreLease?: boolean },
  change: Change,
  leases: Leases,
): LeaseId | null {
  if (put.ignoreLease) {
    if (put.lease !== undefined && put.lease !== "0") throw new EtcdError("invalid", "etcdserver: lease is provided");
    const [current] = change.read({ key: put.key });
    if (!current) throw new EtcdError("key-not-found", "etcdserver: key not found");
    return current.leaseId;
  }
  if (put.lease === undefined || put.lease === "0") return null;
  if (!leases.has(put.lease)) throw new EtcdError("lease-not-found", "etcdserver: requested lease not found");
  return put.lease;
}
