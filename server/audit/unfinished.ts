import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import type { EtcdPort } from "@/lib/etcd/port";
import type { Records } from "@/lib/records/records";
import { amendEntry } from "./amend";
import type { Kept, Trail } from "./trail";

export interface UnfinishedOptions {
  trail: Trail;
  etcd: () => EtcdPort;
  records: Records;
  clock: Clock;
  log: Logger;
  /** Entries that an action of this very process works on. */
  isAtWork: (auditId: string) => boolean;
  /** For so long whoever intended it may still be at it. Longer than any action takes. */
  patienceMs?: number;
}

const AGAIN_MS = 5_000;
/** So many are concluded side by side; each costs etcd a few calls. */
const AT_ONCE = 4;

/**
 * Gives an outcome to what was intended by a console that died before it could say what became of it: this one at its
 * next start, or any other that shares the trail. Whoever comes first writes it; nothing is guessed. Only what is signed
 * was intended by a console, and only a few are concluded at a time.
 */
export function createUnfinished(options: UnfinishedOptions): { stop(): void } {
  const { trail, etcd, records, clock, log, isAtWork, patienceMs = 30_000 } = options;
  const waiting = new Map<string, () => void>();
  /** Their time has come. */
  const due: string[] = [];
  let running = 0;
  let stopped = false;

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
        if (isAtWork(id)) return later(id, AGAIN_MS);
        due.push(id);
        work();
      }, ms),
    );
  }

  function work(): void {
    while (running < AT_ONCE && !stopped) {
      const id = due.shift();
      if (id === undefined) return;
      // Meanwhile another console may have told.
      if (!waiting.has(id)) continue;
      running++;
      void concludeOrWait(id).finally(() => {
        running--;
        work();
      });
    }
  }

  async function concludeOrWait(id: string): Promise<void> {
    try {
      await conclude(id);
    } catch (err) {
      log.warn({ err, auditId: id }, "An action that was left open could not be concluded yet");
      if (!stopped) later(id, AGAIN_MS);
    }
  }

  async function conclude(id: string): Promise<void> {
    const concluded = await amendEntry(
      id,
      async (entry) => {
        if (entry.outcome !== "pending") return null;
        return { ...entry, ...(await lookUp(entry.action === "evict" ? entry.leaseId : null)) };
      },
      { etcd, trail, records },
    );
    if (concluded) log.info({ auditId: id, outcome: concluded.outcome }, "An action that was left open was concluded");
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
      stopped = true;
      off();
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
