import { type CallOptions, EtcdError, type EtcdPort, type Operation } from "@/lib/etcd/port";
import { compareRevisions } from "@/lib/registry/revision";
import { endLease, type FakeCluster } from "./cluster";
import { broken, findFault, whileHeld } from "./faults";
import type { Span } from "./store";
import { checkOperations, holdsTrue, perform } from "./transact";

interface Call {
  options?: CallOptions | undefined;
  spans?: Span[];
  needsLeader?: boolean;
  writes?: boolean;
}

/** One connection to the fake. Every call takes at least one turn of the microtask queue, like a real one. */
export function connectTo(cluster: FakeCluster): EtcdPort {
  const stops = new Set<() => void>();
  const life = new AbortController();
  cluster.connections += 1;

  async function answer<T>(call: Call, work: () => T): Promise<T> {
    const { options, spans = [], needsLeader = true, writes = false } = call;
    await Promise.resolve();
    const signal = options?.signal ? AbortSignal.any([options.signal, life.signal]) : life.signal;
    if (signal.aborted) throw new EtcdError("cancelled", "The request was cancelled.");
    await whileHeld(cluster.faults, signal);
    const fault = findFault(cluster.faults, needsLeader, spans);
    if (fault !== null) throw fault;
    const result = work();
    if (writes && cluster.faults.answersLost) throw broken();
    return result;
  }

  function transact(operations: readonly Operation[]) {
    checkOperations(operations);
    const answers: ReturnType<typeof perform>[] = [];
    cluster.commit((change) => {
      for (const operation of operations) answers.push(perform(operation, change, cluster.leases));
    });
    return { header: cluster.header(), answers };
  }

  return {
    range(request, options) {
      return answer({ options, spans: [request.range] }, () => {
        const { limit, revision, minModRevision, keysOnly, countOnly } = request;
        const all = cluster.store.read(request.range, revision === undefined ? undefined : Number(revision));
        const wanted = minModRevision
          ? all.filter((keyValue) => compareRevisions(keyValue.modRevision, minModRevision) >= 0)
          : all;
        const page = countOnly ? [] : limit ? wanted.slice(0, limit) : wanted;
        return {
          header: cluster.header(),
          keyValues: keysOnly ? page.map((keyValue) => ({ ...keyValue, value: new Uint8Array() })) : page,
          more: !countOnly && page.length < wanted.length,
          count: all.length,
        };
      });
    },
    transact({ when, then, otherwise }, options) {
      const spans = [...when.map(({ key }) => ({ key })), ...[...then, ...otherwise].map(spanOf)];
      return answer({ options, spans, writes: true }, () => {
        checkOperations(then);
        checkOperations(otherwise);
        const succeeded = when.every((compare) => holdsTrue(compare, cluster.store.get(compare.key)));
        return { ...transact(succeeded ? then : otherwise), succeeded };
      });
    },
    put(key, value, put, options) {
      return answer(
        { options, spans: [{ key }], writes: true },
        () => transact([{ kind: "put", key, value, ...put }]).header,
      );
    },
    delete(range, options) {
      return answer({ options, spans: [range], writes: true }, () => {
        const { header, answers } = transact([{ kind: "delete", range }]);
        const [done] = answers;
        return { header, deleted: done?.kind === "delete" ? done.deleted : 0 };
      });
    },
    watch(request, onMessage) {
      const fault = life.signal.aborted
        ? new EtcdError("cancelled", "This connection was closed.")
        : findFault(cluster.faults, true, [request.range]);
      const stop = cluster.watches.open(request, onMessage, fault);
      stops.add(stop);
      return () => {
        stops.delete(stop);
        stop();
      };
    },
    grantLease(ttlSeconds, options) {
      return answer({ options, writes: true }, () => ({
        header: cluster.header(),
        ...cluster.leases.grant(ttlSeconds),
      }));
    },
    revokeLease(leaseId, options) {
      return answer({ options, writes: true }, () => {
        if (!endLease(cluster, leaseId))
          throw new EtcdError("lease-not-found", "etcdserver: requested lease not found");
        return cluster.header();
      });
    },
    keepAliveOnce(leaseId, options) {
      return answer({ options }, () => ({
        header: cluster.header(),
        remainingSeconds: cluster.leases.keepAlive(leaseId),
      }));
    },
    keepAliveAll(leaseIds, options) {
      return answer(
        { options },
        () => new Map(leaseIds.map((leaseId) => [leaseId, cluster.leases.keepAlive(leaseId)])),
      );
    },
    timeToLive(leaseId, options) {
      return answer({ options }, () => {
        const { keys, ...times } = cluster.leases.timeToLive(leaseId);
        return { header: cluster.header(), leaseId, ...times, keys: options?.keys ? keys : [] };
      });
    },
    leases: (options) => answer({ options }, () => cluster.leases.ids()),
    status(options) {
      return answer({ options, needsLeader: false }, () => {
        const header = cluster.header();
        const leader = cluster.faults.leaderless ? "0" : header.memberId;
        const { raftTerm } = header;
        const sizes = { dbSizeBytes: 20_480, dbInUseBytes: 16_384 };
        return { header, version: "3.5.0", leader, ...sizes, raftTerm, isLearner: false, alarms: [] };
      });
    },
    members(options) {
      return answer({ options, needsLeader: false }, () => [
        {
          id: cluster.header().memberId,
          name: "fake",
          clientUrls: ["http://127.0.0.1:2379"],
          peerUrls: ["http://127.0.0.1:2380"],
          isLearner: false,
        },
      ]);
    },
    compact: (revision, options) => answer({ options }, () => cluster.store.compact(Number(revision))),
    close() {
      if (life.signal.aborted) return;
      life.abort();
      cluster.connections -= 1;
      for (const stop of stops) stop();
      stops.clear();
    },
  };
}

function spanOf(operation: Operation): Span {
  return operation.kind === "put" ? { key: operation.key } : operation.range;
}
