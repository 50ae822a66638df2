import { isStoreReplaced } from "./replaced-store";
import type { RegistryEvent, Sweep } from "./types";
import type { InstanceChange } from "./view";

/** What an event that tells many removals at once says of them; null for any other event. */
export function sweepOf({ id, at, type, gap, revision, folded }: RegistryEvent): Omit<Sweep, "missing"> | null {
  if (!folded || folded.removed === 0) return null;
  const told = { id, at, removed: folded.removed, serviceCount: folded.serviceCount };
  if (gap && isStoreReplaced(gap.reason)) return { ...told, kind: gap.reason, from: gap.from, to: gap.to };
  if (type === "cleared" && revision !== null) return { ...told, kind: "cleared", from: null, to: revision };
  return null;
}

/**
 * Follows how many of what a sweep took are not back: by service and number, because whoever registers again may have
 * another name. Null for an event that is no sweep.
 */
export function followSweep(head: RegistryEvent) {
  const told = sweepOf(head);
  if (!told) return null;
  const missing = new Map<string, { lost: number; missing: number }>();
  for (const { service, instances } of head.folded?.services ?? [])
    missing.set(service, { lost: instances, missing: instances });

  function count(service: string | undefined, step: 1 | -1): void {
    const one = service === undefined ? undefined : missing.get(service);
    if (one) one.missing = Math.min(one.lost, Math.max(0, one.missing + step));
  }

  return {
    /** Instances that came and went since; also those that the same list brought. */
    note(changes: readonly Pick<InstanceChange, "before" | "after">[]): void {
      for (const { before, after } of changes) {
        if (before?.service === after?.service) continue;
        count(before?.service, 1);
        count(after?.service, -1);
      }
    },
    state(): Sweep {
      return { ...told, missing: [...missing.values()].reduce((sum, one) => sum + one.missing, 0) };
    },
  };
}

export type FollowedSweep = NonNullable<ReturnType<typeof followSweep>>;
