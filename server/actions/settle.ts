import type { Clock } from "@/lib/clock";
import type { EtcdPort } from "@/lib/etcd/port";
import type { Key, Revision } from "@/lib/registry/types";
import type { Trail } from "@/server/audit/trail";
import { isNew } from "./record";

export type Settled = { revision: Revision } | "not-done" | "unknown";

/** Finds out what became of writes whose answer never came. Nothing is guessed, and nothing is sent twice. */
export interface Settling {
  /**
   * Every transaction of an action puts its entry only where that is new. So `fence`, put under the same condition,
   * decides: whichever comes first keeps the other out for ever. Answers `unknown` when etcd stays away; goes on trying.
   */
  settle(key: Key, fence: Uint8Array): Promise<Settled>;
  /** Puts an outcome over its intent, now or when etcd is back. Resolves once that is written or given to the next try. */
  conclude(key: Key, value: Uint8Array, intent: Revision): Promise<void>;
  stop(): void;
}

export interface SettlingOptions {
  etcd: () => EtcdPort;
  trail: Trail;
  clock: Clock;
  /** For so long the request waits; after it the search goes on without it. */
  waitMs?: number;
}

const FIRST_MS = 200;
const LONGEST_MS = 10_000;

export function createSettling({ etcd, trail, clock, waitMs = 8_000 }: SettlingOptions): Settling {
  const cancels = new Set<() => void>();
  let stopped = false;

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.setTimeout(() => {
        cancels.delete(cancel);
        resolve();
      }, ms);
      cancels.add(cancel);
    });
  }

  /** Tries until it is answered; `null` only after `stop`. */
  async function untilAnswered<T>(ask: () => Promise<T>): Promise<T | null> {
    for (let delayMs = FIRST_MS; !stopped; delayMs = Math.min(2 * delayMs, LONGEST_MS)) {
      try {
        return await ask();
      } catch {
        await pause(delayMs);
      }
    }
    return null;
  }

  async function within<T>(search: Promise<T | null>): Promise<T | null> {
    return Promise.race([search, pause(waitMs).then(() => null)]);
  }

  async function decide(key: Key, fence: Uint8Array): Promise<Settled> {
    const { succeeded, answers } = await etcd().transact({
      when: [isNew(key)],
      then: [{ kind: "put", key, value: fence }],
      otherwise: [{ kind: "get", range: { key } }],
    });
    if (succeeded) return "not-done";
    const [answer] = answers;
    const found = answer?.kind === "get" ? answer.keyValues[0] : undefined;
    if (!found) throw new Error("An entry cannot be there and not be there");
    trail.note(found);
    // The fence itself may have been put by an earlier try whose answer was lost, too.
    return sameBytes(found.value, fence) ? "not-done" : { revision: found.createRevision };
  }

  async function overwrite(key: Key, value: Uint8Array, intent: Revision): Promise<void> {
    const { succeeded, header } = await etcd().transact({
      when: [{ key, target: "mod", operator: "=", value: intent }],
      then: [{ kind: "put", key, value }],
      otherwise: [],
    });
    // Otherwise an earlier try was done after all, or another console has concluded it.
    if (succeeded)
      trail.note({ key, value, createRevision: intent, modRevision: header.revision, version: "2", leaseId: null });
  }

  return {
    settle: async (key, fence) => (await within(untilAnswered(() => decide(key, fence)))) ?? "unknown",
    async conclude(key, value, intent) {
      await within(untilAnswered(() => overwrite(key, value, intent)));
    },
    stop() {
      stopped = true;
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
