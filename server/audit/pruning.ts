import type { Logger } from "pino";
import { AUDIT_PREFIX, auditKeyOf, newEntryId } from "@/lib/audit/stored";
import type { Clock } from "@/lib/clock";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort } from "@/lib/etcd/port";

export interface PruningOptions {
  etcd: () => EtcdPort;
  clock: Clock;
  keepDays: number;
  /** Null where writing is allowed. */
  readOnlyReason: () => string | null;
  log: Logger;
}

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
const FIRST_MS = 60_000;

/** Removes entries whose time is over. By the time in their key, which is the time they store: never by a lease. */
export function createPruning({ etcd, clock, keepDays, readOnlyReason, log }: PruningOptions): { stop(): void } {
  let cancel = clock.setTimeout(turn, FIRST_MS);

  function turn(): void {
    cancel = clock.setTimeout(turn, EVERY_MS);
    if (readOnlyReason() === null)
      prune().catch((err: unknown) => log.warn({ err }, "Old entries of the audit trail could not be removed"));
  }

  async function prune(): Promise<void> {
    const end = auditKeyOf(newEntryId(clock.now() - keepDays * DAY_MS, () => 0));
    const { deleted } = await etcd().delete({ start: prefixRange(AUDIT_PREFIX).start, end });
    if (deleted > 0) log.info({ deleted, keepDays }, "Old entries of the audit trail were removed");
  }

  return { stop: () => cancel() };
}
