import { Problem } from "@/lib/errors";

/** A cursor says where the next page starts. Opaque outside: its form may change with every release. */
export function encodeCursor(after: string): string {
  return Buffer.from(JSON.stringify([1, after])).toString("base64url");
}

export function decodeCursor(cursor: string): string {
  try {
    const [version, after] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown[];
    if (version === 1 && typeof after === "string") return after;
  } catch {
    // Falls through to the problem: what is not JSON is not a cursor of ours.
  }
  throw new Problem("invalid-request", "The cursor is none of this console's: take `nextCursor` of the page before.", {
    fields: [{ field: "cursor", message: "is not a cursor" }],
  });
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A page of what is sorted ascending by `sortKey`, from behind the cursor on: stable while entries come and go. */
export function pageOf<T>(
  sorted: readonly T[],
  sortKey: (item: T) => string,
  page: { limit: number; cursor?: string },
): Page<T> {
  const from = page.cursor === undefined ? 0 : firstAfter(sorted, sortKey, decodeCursor(page.cursor));
  const items = sorted.slice(from, from + page.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: last !== undefined && from + items.length < sorted.length ? encodeCursor(sortKey(last)) : null,
  };
}

/** Order of every list: by UTF-16 units, the same everywhere and for ever, unlike a locale's. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function firstAfter<T>(sorted: readonly T[], sortKey: (item: T) => string, after: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && sortKey(item) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
