import type { Clock } from "@/lib/clock";
import { coarseReading, isNews, type LeaseReading } from "@/lib/leases/reading";
import type { LeaseTrack } from "@/lib/leases/track";
import { seconds } from "@/lib/leases/words";
import type { Instance, LeaseId, RegistryEvent } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import type { LeaseNews } from "./registry";

/** A state that changed is told almost at once, heartbeats a few times a second. */
const SOON_MS = 20;
const GATHER_MS = 200;

export interface LeaseNewsOptions {
  clock: Clock;
  view(): View | null;
  tell(news: LeaseNews): void;
}

/** Gathers what became of leases until it is told, so that a thousand heartbeats are a handful of steps. */
export function createLeaseNews({ clock, view, tell }: LeaseNewsOptions) {
  let put = new Map<LeaseId, LeaseReading>();
  let remove = new Set<LeaseId>();
  let events: RegistryEvent[] = [];
  let cancel: (() => void) | null = null;
  let dueAt = 0;

  function flush(): void {
    cancel = null;
    const news = { put: [...put.values()], remove: [...remove], events };
    put = new Map();
    remove = new Set();
    events = [];
    tell(news);
  }

  function within(ms: number): void {
    const at = clock.now() + ms;
    if (cancel && dueAt <= at) return;
    cancel?.();
    dueAt = at;
    cancel = clock.setTimeout(flush, ms);
  }

  return {
    reading(leaseId: LeaseId, track: LeaseTrack, urgent: boolean): void {
      const next = coarseReading(leaseId, track);
      if (!isNews(put.get(leaseId) ?? view()?.leases.get(leaseId), next) && !remove.has(leaseId)) return;
      remove.delete(leaseId);
      put.set(leaseId, next);
      within(urgent ? SOON_MS : GATHER_MS);
    },
    dropped(leaseId: LeaseId): void {
      put.delete(leaseId);
      remove.add(leaseId);
      within(GATHER_MS);
    },
    event(event: RegistryEvent): void {
      events.push(event);
      within(SOON_MS);
    },
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}

/** An instance whose owner missed its beat, or is back. */
export function beatEvent(
  view: View,
  type: "late" | "recovered",
  instance: Instance,
  { deadline, rhythm, beats, renewed }: LeaseTrack,
): RegistryEvent {
  const at = Math.round(deadline.receivedAt);
  const heard = beats.findLast((beat) => beat.how !== "missed");
  const silent = heard
    ? `Its last heartbeat was ${seconds(deadline.sentAt - heard.at[1])} ago`
    : "No heartbeat was seen";
  const usually = renewed ? "renews its lease" : "shows that it lives";
  const usual = rhythm
    ? `it usually ${usually} every ${seconds(rhythm.everyMs)}`
    : `an owner should renew well within ${deadline.grantedSeconds} s`;
  return {
    id: `${view.epoch}:${view.revision}:${instance.keys[0] ?? instance.id}:${type}-${at}`,
    at,
    revision: null,
    type,
    service: instance.service,
    instance: instance.instance,
    key: instance.keys[0] ?? null,
    instanceId: instance.id,
    certainty: type === "late" ? "exact" : "inferred",
    evidence: type === "late" ? `${silent}; ${usual}.` : "Its lease was renewed again.",
  };
}

export function resetEvent(view: View, term: string, before: string, at: [number, number]): RegistryEvent {
  return {
    id: `${view.epoch}:${view.revision}::ttl-reset-${term}`,
    at,
    revision: null,
    type: "ttl-reset",
    service: null,
    instance: null,
    key: null,
    certainty: "exact",
    evidence: `etcd has a leader of term ${term} after term ${before}: every lease got its full time again. No heartbeat.`,
  };
}
