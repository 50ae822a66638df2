"use client";
import { useCallback } from "react";
import { useLive } from "@/components/live/use-live";
import type { LeaseReading } from "@/lib/leases/reading";
import { type StripItem, stripOf } from "./strip";
import type { ReadLease } from "./use-lease-tick";

const EMPTY: readonly StripItem[] = [];
const strips = new WeakMap<LeaseReading, readonly StripItem[]>();

/** Once per reading, however many rows and frames ask. */
export function stripFor(reading: LeaseReading | null): readonly StripItem[] {
  if (!reading) return EMPTY;
  let items = strips.get(reading);
  if (!items) {
    items = stripOf(reading);
    strips.set(reading, items);
  }
  return items;
}

/** Drawn again only when a beat came or is missed, not when one became known more finely by milliseconds. */
export function sameStrip(a: readonly StripItem[], b: readonly StripItem[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((item, index) => {
    const other = b[index];
    return other !== undefined && item.kind === other.kind && Math.abs(item.at - other.at) < 400;
  });
}

export function useStrip(read: ReadLease): readonly StripItem[] {
  return useLive(
    useCallback((state) => stripFor(read(state)), [read]),
    sameStrip,
  );
}
