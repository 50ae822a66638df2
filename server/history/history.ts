import { randomBytes } from "node:crypto";
import { Problem } from "@/lib/errors";
import { type EventFilter, eventMatcher } from "@/lib/history/query";
import type { RegistryEvent } from "@/lib/registry/types";

export interface HistoryPage {
  /** Newest first. */
  events: RegistryEvent[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** False where older events were dropped to stay within bounds. */
  complete: boolean;
}

export interface History {
  append(events: readonly RegistryEvent[]): void;
  /** Puts events in the place of those with the same id; one that is not kept any more is passed over. */
  amend(events: readonly RegistryEvent[]): void;
  /** Throws `invalid-request` for a cursor that this history did not give. */
  query(filter: EventFilter, page: { limit: number; cursor?: string | undefined }): HistoryPage;
  stats(): { kept: number; evicted: number; oldest: RegistryEvent | null };
}

/** The newest `capacity` events in memory. A cursor stays right while events are appended and dropped. */
export function createHistory({ capacity }: { capacity: number }): History {
  const ring: RegistryEvent[] = [];
  /** Number of the event that is appended next; event n stands at n % capacity. */
  let next = 0;
  // A cursor of an earlier process must not page through this one.
  const token = randomBytes(4).toString("hex");

  /** Numbers of the removals that are kept: only their causes are found out later. */
  const removals = new Map<string, number>();

  const first = (): number => Math.max(0, next - capacity);

  function parse(cursor: string): number {
    const [from, position] = cursor.split(".");
    const number = Number.parseInt(position ?? "", 36);
    if (from === token && Number.isSafeInteger(number) && number >= 0 && number <= next) return number;
    throw new Problem("invalid-request", "Start again without a cursor: this one is not of this history.", {
      fields: [{ field: "cursor", message: "is not of this history" }],
    });
  }

  return {
    append(events) {
      for (const event of events) {
        const place = next % capacity;
        const dropped = ring[place];
        if (dropped?.type === "removed") removals.delete(dropped.id);
        if (event.type === "removed") removals.set(event.id, next);
        ring[place] = event;
        next++;
      }
    },
    amend(events) {
      for (const event of events) {
        const number = removals.get(event.id);
        if (number !== undefined) ring[number % capacity] = event;
      }
    },
    query(filter, { limit, cursor }) {
      const matches = eventMatcher(filter);
      const events: RegistryEvent[] = [];
      const end = first();
      let nextCursor: string | null = null;
      for (let number = (cursor === undefined ? next : parse(cursor)) - 1; number >= end; number--) {
        const event = ring[number % capacity];
        if (!event || !matches(event)) continue;
        if (events.length === limit) {
          nextCursor = `${token}.${(number + 1).toString(36)}`;
          break;
        }
        events.push(event);
      }
      return { events, nextCursor, complete: end === 0 };
    },
    stats() {
      const evicted = first();
      return { kept: next - evicted, evicted, oldest: (next > 0 && ring[evicted % capacity]) || null };
    },
  };
}
