import { isStoreReplaced } from "./replaced-store";
import type { Folded, InstanceId, RegistryEvent, Sweep } from "./types";
import type { InstanceChange } from "./view";

/** What an event that tells many removals at once says of them, at that moment; null for any other event. */
export function sweepOf({ id, at, type, gap, revision, folded }: RegistryEvent): Sweep | null {
  if (gap && isStoreReplaced(gap.reason)) {
    const { reason: kind, from, to, stood } = gap;
    if (stood) {
      const { registrations: removed, services: serviceCount, now } = stood;
      if (removed === 0) return null;
      return { id, at, kind, from, to, removed, serviceCount, missing: Math.max(0, removed - now), returned: null };
    }
    if (folded && folded.removed > 0) return { id, at, kind, from, to, ...wentWith(folded) };
  }
  if (type === "cleared" && revision !== null && folded && folded.removed > 0)
    return { id, at, kind: "cleared", from: null, to: revision, ...wentWith(folded) };
  return null;
}

function wentWith({ removed, serviceCount }: Folded) {
  return { removed, serviceCount, missing: removed, returned: 0 };
}

export interface FollowedSweep {
  /** Instances that came and went since; also those that the same list brought. */
  note(changes: readonly Pick<InstanceChange, "before" | "after">[]): void;
  /** `present`: how many registrations there are now. */
  state(present: number): Sweep;
}

/** Follows how many of what a sweep took are not back. `events`: the head and its parts. Null where the head is no sweep. */
export function followSweep(head: RegistryEvent, events: readonly RegistryEvent[]): FollowedSweep | null {
  const told = sweepOf(head);
  if (!told) return null;
  return told.returned === null ? followNumber(told) : followInstances(told, head.id, events);
}

/** Of what went while the console did not run only the number is known. */
function followNumber(told: Sweep): FollowedSweep {
  return {
    note() {},
    state: (present) => ({ ...told, missing: Math.max(0, told.removed - present) }),
  };
}

interface Places {
  lost: number;
  /** Of those that went, those that are back. */
  back: number;
  /** Others that came since. They fill the places of the lost, because whoever registers again may have another key. */
  others: Set<InstanceId>;
}

function followInstances(told: Sweep, headId: string, events: readonly RegistryEvent[]): FollowedSweep {
  const services = new Map<string, Places>();
  /** Each one that went: its service, and whether it is back. */
  const lost = new Map<InstanceId, { places: Places; back: boolean }>();
  for (const { type, partOf, service, instanceId } of events) {
    if (type !== "removed" || partOf !== headId || service === null || instanceId === undefined) continue;
    const places = services.get(service) ?? { lost: 0, back: 0, others: new Set() };
    services.set(service, places);
    places.lost++;
    lost.set(instanceId, { places, back: false });
  }

  function came(id: InstanceId, service: string, here: boolean): void {
    const places = services.get(service);
    if (!places) return;
    const own = lost.get(id);
    if (own?.places !== places) {
      if (here) places.others.add(id);
      else places.others.delete(id);
    } else if (own.back !== here) {
      own.back = here;
      places.back += here ? 1 : -1;
    }
  }

  return {
    note(changes) {
      for (const { before, after } of changes) {
        if (before && before.service !== after?.service) came(before.id, before.service, false);
        if (after && before?.service !== after.service) came(after.id, after.service, true);
      }
    },
    state() {
      let missing = 0;
      let returned = 0;
      for (const { lost, back, others } of services.values()) {
        missing += Math.max(0, lost - back - others.size);
        returned += back;
      }
      return { ...told, missing, returned };
    },
  };
}
