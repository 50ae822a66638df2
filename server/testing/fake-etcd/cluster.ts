import type { Header } from "@/lib/etcd/port";
import type { LeaseId } from "@/lib/registry/types";
import type { FaultState } from "./faults";
import type { Leases } from "./leases";
import type { Commit, Store } from "./store";
import type { Watches } from "./watches";

/** Everything of one fake cluster that its connections share. */
export interface FakeCluster {
  store: Store;
  readonly leases: Leases;
  readonly watches: Watches;
  readonly faults: FaultState;
  /** How many connections are open. */
  connections: number;
  header(): Header;
  /** Runs writes as one revision, keeps the leases' keys in step and wakes the watches. */
  commit(write: Parameters<Store["commit"]>[0]): Commit | null;
}

/** A lease's end takes all its keys in one revision; answers false where there is no such lease. */
export function endLease(cluster: FakeCluster, leaseId: LeaseId): boolean {
  const keys = cluster.leases.end(leaseId);
  if (keys === null) return false;
  cluster.commit((change) => {
    for (const key of keys) change.delete({ key });
  });
  return true;
}
