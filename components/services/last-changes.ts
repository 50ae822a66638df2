import { servicesOf } from "@/components/events/concerns";
import { isNewer } from "@/components/events/event-order";
import { createTailReader } from "@/components/events/tail-reader";
import type { LiveStore } from "@/lib/live/state";
import type { RegistryEvent } from "@/lib/registry/types";

/**
 * The newest change of each service, for the lists: one reader of the tail for all rows, each row hears only of its
 * own service. A heartbeat is no change.
 */
export interface LastChanges {
  get(service: string): RegistryEvent | null;
  subscribe(service: string, listener: () => void): () => void;
  /** What the history knows, newest first; takes the place only of what is older. */
  fill(history: readonly RegistryEvent[]): void;
  /** Follows the store until the answer is called. */
  start(): () => void;
}

export function createLastChanges(store: LiveStore): LastChanges {
  const newest = new Map<string, RegistryEvent>();
  const listeners = new Map<string, Set<() => void>>();
  const read = createTailReader();
  const readAmended = createTailReader();

  function tell(services: ReadonlySet<string>) {
    for (const service of services) for (const listener of listeners.get(service) ?? []) listener();
  }

  function take() {
    const touched = new Set<string>();
    const { events, eventsAmended } = store.getState();
    for (const event of readAmended(eventsAmended)) {
      if (event.service === null || newest.get(event.service)?.id !== event.id) continue;
      newest.set(event.service, event);
      touched.add(event.service);
    }
    for (const event of read(events)) {
      if (event.type === "heartbeat") continue;
      for (const service of servicesOf(event)) {
        newest.set(service, event);
        touched.add(service);
      }
    }
    tell(touched);
  }

  return {
    get: (service) => newest.get(service) ?? null,
    subscribe(service, listener) {
      const mine = listeners.get(service) ?? new Set();
      listeners.set(service, mine.add(listener));
      return () => {
        mine.delete(listener);
        if (mine.size === 0) listeners.delete(service);
      };
    },
    fill(history) {
      const touched = new Set<string>();
      for (const event of history) {
        if (event.type === "heartbeat") continue;
        for (const service of servicesOf(event)) {
          const known = newest.get(service);
          if (known && !isNewer(event, known)) continue;
          newest.set(service, event);
          touched.add(service);
        }
      }
      tell(touched);
    },
    start() {
      take();
      return store.subscribe(take);
    },
  };
}
