import type { Key } from "@/lib/registry/types";
import { bytesToKeyText, compareKeys, keyTextToBytes } from "./key-text";
import type { KeyRange } from "./port";

/** As a range's end: everything from its start on. */
export const NO_END: Key = "\0";

/** All keys that start with the prefix; an empty prefix means every key there is. */
export function prefixRange(prefix: Key): KeyRange {
  const bytes = keyTextToBytes(prefix);
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0xff) length -= 1;
  // etcd reads an empty key as "no key": the range of all keys starts at the zero byte.
  const start = bytes.length === 0 ? "\0" : prefix;
  if (length === 0) return { start, end: NO_END };
  const end = bytes.slice(0, length);
  end[length - 1] = (end[length - 1] ?? 0) + 1;
  return { start, end: bytesToKeyText(end) };
}

/** The one smallest range that holds all of them. */
export function coveringRange(ranges: readonly KeyRange[]): KeyRange {
  const [first, ...others] = ranges;
  if (first === undefined) throw new RangeError("A covering range needs at least one range.");
  return others.reduce(
    (whole, range) => ({
      start: compareKeys(range.start, whole.start) < 0 ? range.start : whole.start,
      end: compareEnds(range.end, whole.end) > 0 ? range.end : whole.end,
    }),
    first,
  );
}

export function contains(range: KeyRange, key: Key): boolean {
  return compareKeys(key, range.start) >= 0 && (range.end === NO_END || compareKeys(key, range.end) < 0);
}

/** In key order, without those that lie inside another; prefixes never overlap otherwise. */
export function withoutNested(ranges: readonly KeyRange[]): KeyRange[] {
  const sorted = [...ranges].sort((a, b) => compareKeys(a.start, b.start) || compareEnds(b.end, a.end));
  const kept: KeyRange[] = [];
  for (const range of sorted) {
    const last = kept.at(-1);
    if (last === undefined || compareEnds(range.end, last.end) > 0) kept.push(range);
  }
  return kept;
}

export function sameRange(a: KeyRange, b: KeyRange): boolean {
  return a.start === b.start && a.end === b.end;
}

function compareEnds(a: Key, b: Key): number {
  if (a === b) return 0;
  if (a === NO_END) return 1;
  return b === NO_END ? -1 : compareKeys(a, b);
}
