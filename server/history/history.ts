import { randomBytes } from "node:crypto";
import { sizeOf } from "@/lib/budgets";
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

export interface HistoryLook extends HistoryPage {
  /** Of its events, as `sizeOf` has it. */
  bytes: number;
  /** True where it ends because it has looked long enough: there may be room for more. */
  left: boolean;
}

export interface HistoryStats {
  kept: number;
  evicted: number;
  oldest: RegistryEvent | null;
  /** Of the events kept, their instances included, as `sizeOf` has it. */
  bytes: number;
  mostBytes: number;
}

export interface History {
  append(events: readonly RegistryEvent[]): void;
  /** Puts events in the place of those with the same id; one that is not kept any more is passed over. */
  amend(events: readonly RegistryEvent[]): void;
  /** Throws `invalid-request` for a cursor that this history did not give. */
  query(filter: EventFilter, page: { limit: number; cursor?: string | undefined }): HistoryPage;
  /** The same, but ends after a stretch of events, and before its own come to more than `bytes`; at least one is given. */
  look(filter: EventFilter, page: { limit: number; bytes: number; cursor?: string | undefined }): HistoryLook;
  stats(): HistoryStats;
}

/** So many events are looked at in one go. */
const STRETCH = 2_000;

/**
 * The newest events in memory: at most `capacity`, and of those as many as `bytes` allow. A cursor stays right while
 * events are appended and dropped.
 */
export function createHistory({
  capacity,
  bytes: mostBytes = Number.POSITIVE_INFINITY,
}: {
  capacity: number;
  bytes?: number;
}): History {
  const ring: (RegistryEvent | undefined)[] = [];
  const sizes: number[] = [];
  /** Number of the event that is appended next; event n stands at n % capacity. */
  let next = 0;
  /** Number of the oldest event that is kept. */
  let first = 0;
  let bytes = 0;
  // A cursor of an earlier process must not page through this one.
  const token = randomBytes(4).toString("hex");

  /** Numbers of the removals that are kept: only their causes are found out later. */
  const removals = new Map<string, number>();

  function parse(cursor: string): number {
    const [from, position] = cursor.split(".");
    const number = Number.parseInt(position ?? "", 36);
    if (from === token && Number.isSafeInteger(number) && number >= 0 && number <= next) return number;
    throw new Problem("invalid-request", "Start again without a cursor: this one is not of this history.", {
      fields: [{ field: "cursor", message: "is not of this history" }],
    });
  }

  function dropOldest(): void {
    const place = first % capacity;
    const dropped = ring[place];
    if (dropped?.type === "removed") removals.delete(dropped.id);
    ring[place] = undefined;
    bytes -= sizes[place] ?? 0;
    first++;
  }

  function put(number: number, event: RegistryEvent): void {
    const place = number % capacity;
    const size = sizeOf(event);
    bytes += size - (ring[place] ? (sizes[place] ?? 0) : 0);
    ring[place] = event;
    sizes[place] = size;
  }

  /** The newest event stays, however large it is. */
  function trim(): void {
    while (bytes > mostBytes && next - first > 1) dropOldest();
  }

  function look(
    filter: EventFilter,
    { limit, bytes: room, cursor }: { limit: number; bytes: number; cursor?: string | undefined },
    stretch: number,
  ): HistoryLook {
    const matches = eventMatcher(filter);
    const events: RegistryEvent[] = [];
    let used = 0;
    const from = (cursor === undefined ? next : parse(cursor)) - 1;
    const complete = first === 0;
    for (let number = from; number >= first; number--) {
      const nextCursor = `${token}.${(number + 1).toString(36)}`;
      if (from - number >= stretch) return { events, nextCursor, complete, bytes: used, left: true };
      const event = ring[number % capacity];
      if (!event || !matches(event)) continue;
      const size = sizes[number % capacity] ?? 0;
      if (events.length === limit || (events.length > 0 && used + size > room))
        return { events, nextCursor, complete, bytes: used, left: false };
      events.push(event);
      used += size;
    }
    return { events, nextCursor: null, complete, bytes: used, left: false };
  }

  return {
    append(events) {
      for (const event of events) {
        if (next - first === capacity) dropOldest();
        if (event.type === "removed") removals.set(event.id, next);
        put(next, event);
        next++;
        trim();
      }
    },
    amend(events) {
      for (const event of events) {
        const number = removals.get(event.id);
        if (number !== undefined) put(number, event);
      }
      trim();
    },
    query(filter, page) {
      const { events, nextCursor, complete } = look(
        filter,
        { ...page, bytes: Number.POSITIVE_INFINITY },
        Number.POSITIVE_INFINITY,
      );
      return { events, nextCursor, complete };
    },
    look: (filter, page) => look(filter, page, STRETCH),
    stats: () => ({
      kept: next - first,
      evicted: first,
      oldest: (next > first && ring[first % capacity]) || null,
      bytes,
      mostBytes,
    }),
  };
}
