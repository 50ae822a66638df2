import type { RegistryEvent } from "@/lib/registry/types";

/** The newest events, each once, newest last. `events` is the same list as long as nothing was added. */
export function createEventTail(capacity: number) {
  let list: readonly RegistryEvent[] = [];
  let fresh: RegistryEvent[] = [];
  let ids = new Set<string>();

  function events(): readonly RegistryEvent[] {
    if (fresh.length === 0) return list;
    list = [...list, ...fresh].slice(-capacity);
    fresh = [];
    if (ids.size > 2 * capacity) ids = new Set(list.map((event) => event.id));
    return list;
  }

  return {
    events,
    add(added: readonly RegistryEvent[]): void {
      for (const event of added) {
        if (ids.has(event.id)) continue;
        ids.add(event.id);
        fresh.push(event);
      }
      if (fresh.length > capacity) events();
    },
  };
}
