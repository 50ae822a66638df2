import type { Clock } from "@/lib/clock";
import { toEtcdError } from "@/lib/etcd/errors";
import type { EtcdError, EtcdPort, KeyValue } from "@/lib/etcd/port";
import type { Key, LeaseId } from "@/lib/registry/types";

/** What one heartbeat learned. */
export interface Beat {
  /** 0: the lease is gone. Null where there was none to renew. */
  remainingSeconds: number | null;
  /** The key as it stands, null where it is absent. */
  keyValue: KeyValue | null;
}

export interface Beats {
  /** Renews the lease and looks at the key. Rejects with an `EtcdError`. */
  beat(leaseId: LeaseId | null, key: Key): Promise<Beat>;
}

interface Waiting {
  leaseId: LeaseId | null;
  key: Key;
  resolve(beat: Beat): void;
  reject(error: EtcdError): void;
}

/** etcd takes 128 operations a transaction. */
const KEYS_AT_ONCE = 100;
const GATHER_MS = 20;

/**
 * Heartbeats that fall due together go together: one stream renews all their leases, one transaction for each hundred
 * reads their keys, because a keepalive does not tell that a key was deleted under a lease that lives on.
 */
export function createBeats(
  use: <T>(run: (port: EtcdPort) => Promise<T>) => Promise<T>,
  clock: Clock,
  timeoutMs: number,
): Beats {
  let waiting: Waiting[] = [];

  function flush(): void {
    const due = waiting;
    waiting = [];
    for (let at = 0; at < due.length; at += KEYS_AT_ONCE) {
      const part = due.slice(at, at + KEYS_AT_ONCE);
      ask(part).catch((thrown: unknown) => {
        const error = toEtcdError(thrown);
        for (const one of part) one.reject(error);
      });
    }
  }

  async function ask(part: readonly Waiting[]): Promise<void> {
    const leaseIds = part.flatMap(({ leaseId }) => (leaseId === null ? [] : [leaseId]));
    const get = part.map(({ key }) => ({ kind: "get", range: { key } }) as const);
    const [remaining, keys] = await use((port) =>
      Promise.all([
        port.keepAliveAll(leaseIds, { timeoutMs }),
        port.transact({ when: [], then: get, otherwise: [] }, { timeoutMs }),
      ]),
    );
    part.forEach(({ leaseId, resolve }, index) => {
      const answer = keys.answers[index];
      const keyValue = answer?.kind === "get" ? (answer.keyValues[0] ?? null) : null;
      resolve({ remainingSeconds: leaseId === null ? null : (remaining.get(leaseId) ?? 0), keyValue });
    });
  }

  return {
    beat: (leaseId, key) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) clock.setTimeout(flush, GATHER_MS);
        waiting.push({ leaseId, key, resolve, reject });
      }),
  };
}
