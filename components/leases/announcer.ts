import type { LiveState, LiveStore } from "@/lib/live/state";
import { findService } from "@/lib/registry/summaries";
import { announcementOf, type Crossing, crossingsBetween } from "./announcements";

export interface AnnouncerOptions {
  store: LiveStore;
  isLookedAt(service: string, id: string): boolean;
  say(text: string): void;
  setTimeout(run: () => void, delayMs: number): () => void;
}

/** Several instances that go together are one sentence. */
const GATHER_MS = 1_200;

/** Says once when something crosses into late, overdue or gone; never what merely counts down. */
export function createAnnouncer({ store, isLookedAt, say, setTimeout }: AnnouncerOptions) {
  let known: LiveState["services"] = store.getState().services;
  let waiting: Crossing[] = [];
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel = null;
    if (waiting.length > 0) say(announcementOf(waiting));
    waiting = [];
  }

  const stop = store.subscribe(() => {
    const { services, view } = store.getState();
    if (services === known) return;
    const before = known;
    known = services;
    if (!view || before.length === 0) return;
    for (const service of services) {
      const old = findService(before, service.name);
      if (!old || old === service) continue;
      if (
        !service.instances
          .concat(service.tombstones.map(({ instance }) => instance))
          .some(({ id }) => isLookedAt(service.name, id))
      )
        continue;
      waiting.push(...crossingsBetween(old, service));
    }
    if (waiting.length > 0) cancel ??= setTimeout(flush, GATHER_MS);
  });

  return {
    stop(): void {
      stop();
      cancel?.();
    },
  };
}
