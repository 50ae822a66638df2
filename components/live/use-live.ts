"use client";
import { useState, useSyncExternalStore } from "react";
import type { LiveState } from "@/lib/live/state";
import { type InstanceRow, rowById, type ServiceSummary } from "@/lib/registry/select";
import { findService } from "@/lib/registry/summaries";
import { useLiveStore } from "./live-provider";
import { createSelection, shallowEqual } from "./selection";

/**
 * The part of the live state that a component draws; it is drawn again only when that part is another one
 * (by identity, unless `equal` says otherwise). Called at most once per frame.
 */
export function useLive<T>(selector: (state: LiveState) => T, equal: (a: T, b: T) => boolean = Object.is): T {
  const store = useLiveStore();
  const [select] = useState(() => createSelection<LiveState, T>());
  const read = () => select(store.getState(), selector, equal);
  return useSyncExternalStore(store.subscribe, read, read);
}

export { shallowEqual };

/** By name; null where no instance and no tombstone bears it, and before the first snapshot. */
export function useService(name: string): ServiceSummary | null {
  return useLive((state) => findService(state.services, name) ?? null);
}

/** Present or gone; null where the id is not known. */
export function useInstance(id: string): InstanceRow | null {
  return useLive((state) => (state.view ? rowById(state.view, id) : null), sameRow);
}

function sameRow(a: InstanceRow | null, b: InstanceRow | null): boolean {
  return a === b || (a !== null && b !== null && shallowEqual(a, b));
}
