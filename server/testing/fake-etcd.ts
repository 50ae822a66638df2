import { type Clock, systemClock } from "@/lib/clock";
import { prefixRange } from "@/lib/etcd/key-range";
import { EtcdError, type EtcdPort, type Header } from "@/lib/etcd/port";
import type { Key, LeaseId, Revision } from "@/lib/registry/types";
import { endLease, type FakeCluster } from "./fake-etcd/cluster";
import { noFaults, refusal } from "./fake-etcd/faults";
import { createLeases } from "./fake-etcd/leases";
import { connectTo } from "./fake-etcd/port";
import { createStore, type Store } from "./fake-etcd/store";
import { createWatches } from "./fake-etcd/watches";

/** A past state of the store; opaque. */
export interface FakeBackup {
  readonly store: Store;
}

export interface FakeEtcd {
  /** A connection like `createEtcdClient`'s. */
  connect(): EtcdPort;
  /** A write by somebody else, done at once. */
  put(key: Key, value: string, leaseId?: LeaseId | null): Revision;
  delete(key: Key): Revision;
  readonly revision: Revision;
  readonly openStreams: number;
  readonly openConnections: number;
  /** Revisions in one catch-up message; etcd's is 1,000. */
  catchUpRevisions: number;
  readonly faults: FakeFaults;
  /** Leaves no timer. */
  stop(): void;
}

export interface FakeFaults {
  /** Breaks every stream that is open. */
  cutStreams(error?: EtcdError): void;
  /** From now on a stream breaks after this many messages with events; null: no more. */
  cutStreamsAfter(messages: number | null): void;
  /** Streams stay open and say nothing, while calls are answered. */
  silence(): void;
  unsilence(): void;
  /** A part of something long comes on every stream, also on silent ones. */
  part(): void;
  /** A black hole: no answer to anything, no word on any stream. */
  hold(): void;
  release(): void;
  /** Connections are refused, open streams break. */
  refuse(): void;
  accept(): void;
  /** The cluster loses its leader: streams end, calls that need one fail. */
  loseLeader(): void;
  electLeader(): void;
  /** Every call fails with this error; null: no more. */
  rejectWith(error: EtcdError | null): void;
  /** Only keys under these prefixes are permitted; null: all. */
  permitOnly(prefixes: readonly Key[] | null): void;
  /** Writes are done, and their callers told that the connection broke. */
  loseAnswers(lost: boolean): void;
  compact(revision: Revision): void;
  /** All data gone, revision 1, the same cluster id: an etcd started anew with the same flags. Streams break. */
  wipe(): void;
  backup(): FakeBackup;
  restore(backup: FakeBackup): void;
  becomeCluster(clusterId: string): void;
  /** etcd's own progress notification, on every stream that has caught up. */
  sendProgress(): void;
}

const MEMBER_ID = "13458989633860879742";

/** An etcd in memory, with etcd's revisions, transactions, leases and watches, and faults at will. */
export function createFakeEtcd({ clock = systemClock }: { clock?: Clock } = {}): FakeEtcd {
  const faults = noFaults();
  const settings = { catchUpRevisions: 1_000 };
  let clusterId = "7801232528081817440";
  let raftTerm = 2;

  const header = (): Header => ({
    clusterId,
    memberId: MEMBER_ID,
    revision: String(cluster.store.revision),
    raftTerm: String(raftTerm),
  });
  const leases = createLeases(clock, (leaseId) => endLease(cluster, leaseId));
  const watches = createWatches(() => cluster.store, header, faults, settings);
  const cluster: FakeCluster = {
    store: createStore(),
    leases,
    watches,
    faults,
    connections: 0,
    header,
    commit(write) {
      const commit = cluster.store.commit(write);
      for (const event of commit?.events ?? []) {
        if (event.type === "put") leases.attach(event.keyValue.key, event.keyValue.leaseId);
        else leases.attach(event.key, null);
      }
      if (commit) watches.wake();
      return commit;
    },
  };

  function replaceStore(store: Store): void {
    leases.clear();
    cluster.store = store;
    watches.cut();
  }

  return {
    connect: () => connectTo(cluster),
    put(key, value, leaseId = null) {
      cluster.commit((change) => change.put(key, new TextEncoder().encode(value), leaseId));
      return String(cluster.store.revision);
    },
    delete(key) {
      cluster.commit((change) => change.delete({ key }));
      return String(cluster.store.revision);
    },
    get revision() {
      return String(cluster.store.revision);
    },
    get openStreams() {
      return watches.size;
    },
    get openConnections() {
      return cluster.connections;
    },
    get catchUpRevisions() {
      return settings.catchUpRevisions;
    },
    set catchUpRevisions(revisions) {
      settings.catchUpRevisions = revisions;
    },
    faults: {
      cutStreams: watches.cut,
      cutStreamsAfter(messages) {
        faults.cutAfter = messages;
      },
      silence() {
        faults.silent = true;
      },
      part: watches.part,
      unsilence() {
        faults.silent = false;
        watches.wake();
      },
      hold() {
        faults.held = new Set();
        faults.silent = true;
      },
      release() {
        const waiting = faults.held ?? [];
        faults.held = null;
        faults.silent = false;
        for (const go of [...waiting]) go();
        watches.wake();
      },
      refuse() {
        faults.refused = true;
        watches.cut(refusal());
      },
      accept() {
        faults.refused = false;
      },
      loseLeader() {
        faults.leaderless = true;
        watches.cut(new EtcdError("no-leader", "etcdserver: no leader"));
      },
      electLeader() {
        faults.leaderless = false;
        raftTerm += 1;
        leases.renewAll();
      },
      rejectWith(error) {
        faults.rejection = error;
      },
      permitOnly(prefixes) {
        faults.permitted = prefixes?.map(prefixRange) ?? null;
      },
      loseAnswers(lost) {
        faults.answersLost = lost;
      },
      compact: (revision) => cluster.store.compact(Number(revision)),
      wipe: () => replaceStore(createStore()),
      backup: () => ({ store: cluster.store.copy() }),
      restore: (backup) => replaceStore(backup.store.copy()),
      becomeCluster(id) {
        clusterId = id;
        watches.cut();
      },
      sendProgress: watches.progress,
    },
    stop() {
      leases.clear();
      watches.cut();
    },
  };
}
