import type { RegistryEvent } from "@/lib/registry/types";

/**
 * Reads a bounded, growing tail (newest last) a bit at a time: each call gives what came since the call before,
 * without looking at the rest.
 */
export function createTailReader(): (tail: readonly RegistryEvent[]) => readonly RegistryEvent[] {
  let last: string | null = null;
  let before: readonly RegistryEvent[] | null = null;
  return (tail) => {
    if (tail === before) return [];
    before = tail;
    let from = tail.length;
    while (from > 0 && tail[from - 1]?.id !== last) from--;
    last = tail.at(-1)?.id ?? last;
    return tail.slice(from);
  };
}
