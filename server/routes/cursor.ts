import { PAGE_BYTES, sizeOf } from "@/lib/budgets";
import { Problem } from "@/lib/errors";
import { inTurns, type Pace } from "@/server/http/turns";

/** A cursor says where the next page starts. Opaque outside: its form may change with every release. */
export function encodeCursor(after: string): string {
  // JSON also writes halves of characters, which UTF-8 does not know, and everything else at greater length.
  return Buffer.from(HALF.test(after) ? `1${JSON.stringify(after)}` : `2${after}`).toString("base64url");
}

/** With the flag `u` only halves that stand alone. */
const HALF = /\p{Surrogate}/u;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function decodeCursor(cursor: string): string {
  try {
    const text = decoder.decode(Buffer.from(cursor, "base64url"));
    if (text.startsWith("2")) return text.slice(1);
    const after: unknown = text.startsWith("1") ? JSON.parse(text.slice(1)) : null;
    if (typeof after === "string") return after;
  } catch {
    // Falls through to the problem: what is neither is not a cursor of ours.
  }
  throw new Problem("invalid-request", "The cursor is none of this console's: take `nextCursor` of the page before.", {
    fields: [{ field: "cursor", message: "is not a cursor" }],
  });
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface PageOptions<T, Entry> {
  /** What a list is sorted by, ascending; unique. */
  sortKey(item: T): string;
  fits(item: T): boolean;
  /** The item as it is answered. */
  entry(item: T): Entry;
  page: { limit: number; cursor?: string };
  pace: Pace;
}

/**
 * A page of what fits, in any order given, from behind the cursor on: stable while entries come and go. It ends at its
 * limit, or where its entries come to more bytes than a page may have, and never without an entry where one is left. Of
 * all others only those that may still be on it are kept, and everybody else has a turn between some items and the next.
 */
export async function pageOf<T, Entry>(
  items: Iterable<T>,
  { sortKey, fits, entry, page: { limit, cursor }, pace }: PageOptions<T, Entry>,
): Promise<Page<Entry>> {
  const after = cursor === undefined ? null : decodeCursor(cursor);
  let found: { key: string; item: T }[] = [];
  /** From this on the page is full already. */
  let end: { key: string } | undefined;
  for await (const part of inTurns(items, pace)) {
    for (const item of part) {
      const key = sortKey(item);
      if ((after !== null && key <= after) || (end && key >= end.key) || !fits(item)) continue;
      found.push({ key, item });
      if (found.length < 2 * (limit + 1)) continue;
      found = firstOf(found, limit + 1);
      end = found.at(-1);
    }
  }
  return cutByBytes(firstOf(found, limit + 1), { limit, entry, pace });
}

function firstOf<T extends { key: string }>(found: T[], count: number): T[] {
  return found.sort((a, b) => byText(a.key, b.key)).slice(0, count);
}

async function cutByBytes<T, Entry>(
  found: readonly { key: string; item: T }[],
  { limit, entry, pace }: { limit: number; entry: (item: T) => Entry; pace: Pace },
): Promise<Page<Entry>> {
  const items: Entry[] = [];
  let bytes = 0;
  let end: string | null = null;
  for await (const part of inTurns(found, pace)) {
    for (const { key, item } of part) {
      if (items.length === limit) return { items, nextCursor: end === null ? null : encodeCursor(end) };
      const one = entry(item);
      bytes += sizeOf(one);
      if (bytes > PAGE_BYTES && end !== null) return { items, nextCursor: encodeCursor(end) };
      items.push(one);
      end = key;
    }
  }
  return { items, nextCursor: null };
}

/** Order of every list: by UTF-16 units, the same everywhere and for ever, unlike a locale's. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
