import type { Logger } from "pino";
import { auditKeyOf, encodeEntry, readEntry } from "@/lib/audit/stored";
import type { Clock } from "@/lib/clock";
import type { EtcdPort } from "@/lib/etcd/port";
import type { Kept, Trail } from "./trail";

export interface UnfinishedOptions {
  trail: Trail;
  etcd: () => EtcdPort;
  clock: Clock;
  log: Logger;
  /** Entries that an action of this very process works on. */
  isAtWork: (auditId: string) => boolean;
  /** For so long whoever intended it may still be at it. Longer than any action takes. */
  patienceMs?: number;
}

const AGAIN_MS = 5_000;

/**
 * Gives an outcome to what was intended by a console that died before it could say what became of it: this one at its
 * next start, or any other that shares the trail. Whoever comes first writes it; nothing is guessed.
 */
export function createUnfinished(options: UnfinishedOptions): { stop(): void } {
  const { trail, etcd, clock, log, isAtWork, patienceMs = 30_000 } = options;
  const waiting = new Map<string, () => void>();

  function onChange({ entry }: Kept): void {
    if (entry.outcome !== "pending") {
      waiting.get(entry.id)?.();
      waiting.delete(entry.id);
    } else if (!waiting.has(entry.id)) later(entry.id, patienceMs);
  }

  function later(id: string, ms: number): void {
    waiting.set(
      id,
      clock.setTimeout(() => {
        if (isAtWork(id)) later(id, AGAIN_MS);
        else
          conclude(id).catch((err: unknown) => {
            log.warn({ err, auditId: id }, "An action that was left open could not be concluded yet");
            later(id, AGAIN_MS);
          });
      }, ms),
    );
  }

  async function conclude(id: string): Promise<void> {
    const key = auditKeyOf(id);
    const [found] = (await etcd().range({ range: { key } })).keyValues;
    const stored = found && readEntry(found);
    if (!found || stored?.entry.outcome !== "pending") return;
    const { id: _id, restorable: _restorable, ...entry } = stored.entry;
    const { outcome, detail } = await lookUp(entry.action === "evict" ? entry.leaseId : null);
    const value = encodeEntry({ ...entry, outcome, detail }, stored.evicted);
    const { succeeded, header } = await etcd().transact({
      when: [{ key, target: "mod", operator: "=", value: found.modRevision }],
      then: [{ kind: "put", key, value }],
      otherwise: [],
    });
    if (!succeeded) return;
    trail.note({ ...found, value, modRevision: header.revision });
    log.info({ auditId: id, outcome }, "An action that was left open was concluded");
  }

  async function lookUp(leaseId: string | null): Promise<{ outcome: "failed" | "unknown"; detail: string }> {
    const began = "The console that began it ended before it could say what became of it.";
    if (leaseId === null) return { outcome: "unknown", detail: began };
    const lives = (await etcd().timeToLive(leaseId)).grantedSeconds > 0;
    return lives
      ? { outcome: "failed", detail: `${began} The lease lives: it was not done.` }
      : { outcome: "unknown", detail: `${began} The lease is gone; whether by this or by itself cannot be told.` };
  }

  const off = trail.onChange(onChange);
  return {
    stop() {
      off();
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
