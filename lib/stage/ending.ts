import { FROZEN_MS } from "@/lib/leases/forecast";
import { isPending } from "@/lib/registry/describe";
import type { RemovalCause, Tombstone } from "@/lib/registry/types";
import type { Given } from "./state";
import type { Fact, Scene } from "./types";

/** etcd looks for leases that are over twice a second and ends them through its log: one goes 0 to 0.6 s after its time. */
export const REMOVAL_MS = 600;

export interface Ending {
  /** When the lease is up, as it was foreseen; null where nothing was. */
  deadline: number | null;
  /** It stands: nothing that is learned now changes it. */
  frozen: boolean;
  /** By how much it may be off either way. */
  doubtMs: number;
  /** When the key was seen gone. */
  actual: number | null;
}

type Lapsing = Pick<Scene, "now" | "reading" | "tombstone">;

/** What is left of the instance with the lease that was held at the cue; an older removal is not meant. */
export function remainsOf({ tombstone }: Pick<Scene, "tombstone">, { leaseId }: Given): Tombstone | null {
  return tombstone?.instance.leaseId === leaseId ? tombstone : null;
}

/** How the lease that was held at the cue comes to its end. */
export function endingOf({ now, reading, tombstone }: Lapsing, given: Given): Ending {
  const { leaseId } = given;
  const gone = remainsOf({ tombstone }, given);
  const known = reading?.leaseId === leaseId ? reading : null;
  const forecast = gone?.forecast ?? known?.forecast ?? null;
  const actual = gone?.removedAtMs ?? null;
  if (!forecast) return { deadline: null, frozen: false, doubtMs: 0, actual };
  const [from, to] = forecast.deadline;
  const deadline = (from + to) / 2;
  return { deadline, frozen: actual !== null || now >= deadline - FROZEN_MS, doubtMs: (to - from) / 2, actual };
}

/** Predicted, actual, and apart from both what etcd itself took. */
export function endingFacts(ending: Ending): Fact[] {
  const { deadline, frozen, actual, doubtMs } = ending;
  const predicted: Fact =
    deadline === null
      ? {
          id: "predicted",
          label: "Predicted",
          value: { kind: "waiting", text: actual === null ? "not known yet" : "was not known in time" },
        }
      : {
          id: "predicted",
          label: "Predicted",
          value: { kind: "window", from: deadline, to: deadline + REMOVAL_MS },
          tone: "time",
          ...(frozen && { note: "stands" }),
        };
  const gone: Fact = {
    id: "actual",
    label: "Actual",
    value: actual === null ? { kind: "waiting", text: "waiting" } : { kind: "clock", at: actual },
  };
  if (deadline === null || actual === null) return [predicted, gone];
  const lag: Fact = {
    id: "lag",
    label: "etcd took",
    value: { kind: "seconds", ms: actual - deadline },
    note: doubtMs >= 50 ? `after the lease was up, ±${(doubtMs / 1000).toFixed(1)} s` : "after the lease was up",
  };
  return [predicted, gone, lag];
}

/** Why it left, and how that is known: etcd does not say. */
export function causeFact(removal: Partial<RemovalCause>): Fact {
  const { cause, certainty } = removal;
  if (!cause || isPending(removal))
    return { id: "cause", label: "Cause", value: { kind: "waiting", text: "being found out" } };
  return { id: "cause", label: "Cause", value: { kind: "text", text: cause }, ...(certainty && { note: certainty }) };
}

/** Where a lease stands on its way out; for the acts in which nobody renews it any more. */
export function wayOut(scene: Lapsing, given: Given): "running-out" | "overdue" | "gone" {
  const ending = endingOf(scene, given);
  if (ending.actual !== null) return "gone";
  const known = scene.reading?.leaseId === given.leaseId ? scene.reading : null;
  return known?.liveness === "overdue" ? "overdue" : "running-out";
}
