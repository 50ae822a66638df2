"use client";
import { createContext, useContext, useSyncExternalStore } from "react";

/** Which rows of a list are ticked, by id. Outlives scrolling: a row that is not drawn stays ticked. */
export interface RowSelection {
  ids(): ReadonlySet<string>;
  toggle(id: string): void;
  set(ids: Iterable<string>): void;
  clear(): void;
  subscribe(listener: () => void): () => void;
}

export function createRowSelection(): RowSelection {
  let ids: ReadonlySet<string> = new Set();
  const listeners = new Set<() => void>();
  const set = (next: Iterable<string>) => {
    ids = new Set(next);
    for (const listener of listeners) listener();
  };
  return {
    ids: () => ids,
    set,
    clear() {
      if (ids.size > 0) set([]);
    },
    toggle(id) {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      set(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Null where rows cannot be ticked. */
export const RowSelectionContext = createContext<RowSelection | null>(null);

const NONE: ReadonlySet<string> = new Set();
const never = () => () => {};

/** The ticked ids; drawn again when they change. */
export function useTicked(selection: RowSelection | null): ReadonlySet<string> {
  const read = () => selection?.ids() ?? NONE;
  return useSyncExternalStore(selection?.subscribe ?? never, read, () => NONE);
}

/** Whether one row is ticked; its cell is drawn again only when that changes. */
export function useIsTicked(id: string): boolean {
  const selection = useContext(RowSelectionContext);
  const read = () => selection?.ids().has(id) ?? false;
  return useSyncExternalStore(selection?.subscribe ?? never, read, () => false);
}
