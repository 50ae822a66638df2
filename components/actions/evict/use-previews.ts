"use client";
import { useEffect, useState } from "react";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { InstanceRow } from "@/lib/registry/select";
import { type Attempts, runAttempts } from "../attempts";
import { readPreview } from "./use-preview";

/** What the eviction of each would do, read a few at a time; a new list is read when `round` changes. */
export function usePreviews(rows: readonly InstanceRow[], round: number): Attempts<EvictionPreview> {
  const [previews, setPreviews] = useState<Attempts<EvictionPreview>>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is a reason to read again
  useEffect(() => {
    let wanted = true;
    const keys = new Map(rows.map(({ instance }) => [instance.id, instance.keys[0] ?? instance.id]));
    const run = runAttempts(
      [...keys.keys()],
      (id) => readPreview(keys.get(id) ?? id),
      (next) => wanted && setPreviews(next),
    );
    return () => {
      wanted = false;
      run.stop();
    };
  }, [rows, round]);
  return previews;
}
