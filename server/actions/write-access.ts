import type { Logger } from "pino";
import { EVICTED_PREFIX } from "@/lib/audit/evicted";
import { AUDIT_PREFIX } from "@/lib/audit/stored";
import type { Compare, EtcdPort, Operation } from "@/lib/etcd/port";
import { EtcdError } from "@/lib/etcd/port";
import type { WatchedPrefix } from "@/lib/layouts/types";
import { DRAINS_PREFIX, MINIMUMS_PREFIX } from "@/lib/registry/marks";

export interface WriteAccess {
  /** A sentence; null where writing is allowed, as far as is known. */
  readOnlyReason(): string | null;
  /** Asks etcd anew. Writes nothing. */
  probe(): Promise<void>;
}

export interface WriteAccessOptions {
  etcd: () => Pick<EtcdPort, "transact">;
  prefixes: readonly WatchedPrefix[];
  /** What the configuration says. */
  configured: string | null;
  log: Logger;
}

const NAME = "write-probe";

/**
 * Whether etcd lets our user write. A transaction is checked as a whole before any of it is done: one whose condition
 * can never hold tells what is permitted and touches nothing.
 * https://github.com/etcd-io/etcd/blob/main/server/etcdserver/txn/txn.go (CheckTxnAuth)
 */
export function createWriteAccess({ etcd, prefixes, configured, log }: WriteAccessOptions): WriteAccess {
  let denied: string | null = null;

  async function may(prefix: string): Promise<boolean> {
    const key = prefix + NAME;
    const never: Compare[] = [
      { key, target: "create", operator: "=", value: "0" },
      { key, target: "create", operator: "!=", value: "0" },
    ];
    const then: Operation[] = [
      { kind: "put", key, value: new Uint8Array() },
      { kind: "delete", range: { key } },
    ];
    try {
      for (const operation of then) await etcd().transact({ when: never, then: [operation], otherwise: [] });
      return true;
    } catch (error) {
      // Anything else says nothing about permissions: the action itself will meet it.
      return !(error instanceof EtcdError && error.code === "permission-denied");
    }
  }

  return {
    readOnlyReason: () => configured ?? denied,
    async probe() {
      if (configured !== null) return;
      const wanted = [
        ...prefixes.map(({ prefix }) => prefix),
        AUDIT_PREFIX,
        EVICTED_PREFIX,
        DRAINS_PREFIX,
        MINIMUMS_PREFIX,
      ];
      const refused: string[] = [];
      for (const prefix of wanted) if (!(await may(prefix))) refused.push(prefix);
      const reason =
        refused.length > 0 ? `etcd does not let this console's user write under ${refused.join(", ")}.` : null;
      if (reason !== denied) log.info({ refused }, reason ?? "etcd lets this console's user write");
      denied = reason;
    },
  };
}
