"use client";
import { type RefObject, useEffect, useRef } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import { useTick, useTicker } from "@/components/live/ticker-context";
import { useReducedMotion } from "@/components/ui/media";
import type { LeaseReading } from "@/lib/leases/reading";
import type { LiveState } from "@/lib/live/state";
import { isBeatBetween } from "./beat";
import { frozenAt } from "./frozen-at";
import { type LeaseMoment, momentOf } from "./moment";

/** Which lease to show; asked with every tick, so it must be cheap. Null where it was not observed yet. */
export type ReadLease = (state: LiveState) => LeaseReading | null;

export const readLease =
  (leaseId: string): ReadLease =>
  (state) =>
    state.leases.get(leaseId) ?? null;

export interface LeaseFrame {
  now: number;
  reading: LeaseReading | null;
  moment: LeaseMoment | null;
  /** Another reading than in the frame before. */
  fresh: boolean;
  /** A heartbeat came since the frame before. */
  beat: boolean;
}

/**
 * A key that was put under another lease: that one is being asked about, and the answer is a moment away. So long what
 * was drawn stands.
 */
const ANSWER_WITHIN_MS = 1_000;

/**
 * Paints a lease outside React, by the page's one clock: four times a second, or with every frame where `smooth` is
 * asked for (one large ring, not a table of them).
 */
export function useLeaseTick<E extends Element>(
  read: ReadLease,
  paint: (element: E, frame: LeaseFrame) => void,
  smooth = false,
): RefObject<E | null> {
  const store = useLiveStore();
  const ticker = useTicker();
  const still = useReducedMotion();
  const last = useRef<LeaseReading | null>(null);
  const unreadSince = useRef<number | null>(null);
  const write = (element: E, now: number) => {
    const state = store.getState();
    const reading = read(state);
    const before = last.current;
    unreadSince.current = reading ? null : (unreadSince.current ?? now);
    if (!reading && before && now - (unreadSince.current ?? now) < ANSWER_WITHIN_MS) return;
    last.current = reading;
    paint(element, {
      now,
      reading,
      moment: reading && momentOf(reading, now, frozenAt(state)),
      fresh: reading !== before,
      beat: reading !== null && isBeatBetween(before, reading),
    });
  };
  const latest = useRef(write);
  latest.current = write;
  const element = useTick<E>(write);
  useEffect(() => {
    if (!smooth || still || !ticker) return;
    let frame = requestAnimationFrame(function step() {
      if (element.current) latest.current(element.current, ticker.now());
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [smooth, still, ticker, element]);
  return element;
}
