import type { RegistryEvent } from "@/lib/registry/types";

/**
 * The newest events, each once, newest last. One that comes again takes the place of the first: its cause was found
 * out meanwhile. `events` is the same list as long as nothing changed.
 */
export function createEventTail(capacity: number) {
  let list: readonly RegistryEvent[] = [];
  let fresh: RegistryEvent[] = [];
  let amended = new Map<string, RegistryEvent>();
  /** What was told again, newest last, for whoever reads the tail a bit at a time. */
  let again: readonly RegistryEvent[] = [];
  let ids = new Set<string>();

  function events(): readonly RegistryEvent[] {
    if (fresh.length === 0 && amended.size === 0) return list;
    let known = list;
    if (amended.size > 0) {
      known = list.map((event) => amendedBy(event, amended.get(event.id)));
      again = [...again, ...known.filter(({ id }) => amended.has(id))].slice(-capacity);
    }
    list = [...known, ...fresh].slice(-capacity);
    fresh = [];
    amended = new Map();
    if (ids.size > 2 * capacity) ids = new Set(list.map((event) => event.id));
    return list;
  }

  return {
    events,
    /** Of the tail as `events` gave it last. */
    amended: (): readonly RegistryEvent[] => again,
    add(added: readonly RegistryEvent[]): void {
      for (const event of added) {
        if (!ids.has(event.id)) {
          ids.add(event.id);
          fresh.push(event);
          continue;
        }
        const waiting = fresh.findLastIndex(({ id }) => id === event.id);
        const old = fresh[waiting];
        if (old) fresh[waiting] = amendedBy(old, event);
        else if (tellsMore(event)) amended.set(event.id, event);
      }
      if (fresh.length > capacity) events();
    },
  };
}

/** Only a cause is ever found out later; any other event that comes again is the same. */
export function tellsMore(event: RegistryEvent): boolean {
  return event.type === "removed";
}

/** What was sent short keeps what the first had; the same object where nothing differs. */
export function amendedBy(known: RegistryEvent, news: RegistryEvent | undefined): RegistryEvent {
  if (!news || (news.cause === known.cause && news.evidence === known.evidence && news.actor === known.actor))
    return known;
  return { ...known, ...news };
}
