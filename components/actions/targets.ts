"use client";
import { createContext, useContext, useEffect, useRef } from "react";
import type { InstanceRow } from "@/lib/registry/select";

/** Says what a key press or a command would act on at this moment; empty: nothing of this part of the page. */
export type ReadTargets = () => readonly InstanceRow[];

/** What of the page can be acted on. A list (ticked rows, else the row that has the focus) goes before a detail. */
export interface TargetRegistry {
  add(kind: "list" | "detail", read: ReadTargets): () => void;
  read: ReadTargets;
}

export function createTargetRegistry(): TargetRegistry {
  const readers = { list: new Set<ReadTargets>(), detail: new Set<ReadTargets>() };
  return {
    add(kind, read) {
      readers[kind].add(read);
      return () => readers[kind].delete(read);
    },
    read() {
      for (const read of [...readers.list, ...readers.detail]) {
        const rows = read();
        if (rows.length > 0) return rows;
      }
      return [];
    },
  };
}

export const TargetContext = createContext<TargetRegistry | null>(null);

/** Offers a part of the page to `e`, `d` and the palette, while it is there. */
export function useTargets(kind: "list" | "detail", read: ReadTargets): void {
  const registry = useContext(TargetContext);
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => registry?.add(kind, () => latest.current()), [registry, kind]);
}
