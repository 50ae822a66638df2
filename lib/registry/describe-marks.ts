import type { Occasion } from "./describe";
import { drainKeyOf } from "./marks";
import type { Drain, Instance, RegistryEvent } from "./types";
import type { View } from "./view";

/** What was drained and resumed between two views, by marks that were written or removed. */
export function describeDrains(previous: View | null, next: View, occasion: Occasion): RegistryEvent[] {
  if (!previous || previous.drains === next.drains) return [];
  const { put, remove } = next.drains.since(previous.drains);
  const drained = put.map(
    (drain): RegistryEvent => ({
      ...about(drain, next, drain.modRevision, occasion),
      type: "drained",
      actor: drain.actor,
      certainty: "exact",
      evidence: words(drain),
    }),
  );
  const resumed = remove.flatMap((key): RegistryEvent[] => {
    const drain = previous.drains.get(key);
    if (!drain) return [];
    const event = about(drain, next, occasion.revision, occasion);
    return [{ ...event, type: "resumed", certainty: "exact", evidence: "The mark was taken away." }];
  });
  return [...drained, ...resumed];
}

/** Drains whose time ran out while `view` was the newest: nothing was written for it, so it has no revision. */
export function describeOver(drains: readonly Drain[], view: View, at: number): RegistryEvent[] {
  const occasion = { epoch: view.epoch, revision: view.revision, at };
  return drains.map((drain) => ({
    ...about(drain, view, drain.modRevision, occasion),
    id: `${view.epoch}:${drain.modRevision}:${drainKeyOf(drain.key)}:over`,
    revision: null,
    type: "resumed",
    certainty: "exact",
    evidence: "The time for which it was drained is over.",
  }));
}

function about(drain: Drain, view: View, revision: string, { epoch, at }: Occasion): Omit<RegistryEvent, "type"> {
  const instance = instanceAt(view, drain.key);
  return {
    id: `${epoch}:${revision}:${drainKeyOf(drain.key)}:0`,
    at,
    revision,
    service: instance?.service ?? null,
    instance: instance?.instance ?? null,
    key: drain.key,
    ...(instance ? { instanceId: instance.id } : {}),
  };
}

function instanceAt(view: View, key: string): Instance | null {
  return view.instances.get(key) ?? view.tombstones.get(key)?.instance ?? null;
}

function words({ until, reason }: Drain): string {
  const time = until === null ? "Until somebody resumes it" : `Until ${new Date(until).toISOString()}`;
  return reason === "" ? `${time}.` : `${time}: ${reason}`;
}
