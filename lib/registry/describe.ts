import { leaseHex } from "@/lib/leases/lease-hex";
import type { LeaseReading } from "@/lib/leases/reading";
import type { SnapshotMessage } from "./reduce";
import type { Instance, LeaseId, RegistryEvent, RemovalCause } from "./types";
import type { InstanceChange } from "./view";

/** What was observed of leases so far. */
type Readings = { get(id: LeaseId): LeaseReading | undefined };
const NO_READINGS: Readings = new Map();

export interface Occasion {
  epoch: string;
  /** Revision of the message that brought the changes; names events that have no revision of their own. */
  revision: string;
  /** When it was observed, or the interval in which it happened. */
  at: number | [number, number] | null;
}

/** What happened, in the order of the changes. Ids are unique per occasion and the same whenever it is described again. */
export function describeChanges(
  changes: readonly InstanceChange[],
  occasion: Occasion,
  readings: Readings = NO_READINGS,
): RegistryEvent[] {
  const ordinals = new Map<string, number>();
  const causeOf = removalCauses(changes);
  return changes.map((change) => {
    const ordinal = ordinals.get(change.key) ?? 0;
    ordinals.set(change.key, ordinal + 1);
    // Its own revision: where prefixes are watched apart, several of a key's writes may come under one later revision.
    const id = `${occasion.epoch}:${change.revision ?? occasion.revision}:${change.key}:${ordinal}`;
    return { id, at: occasion.at, ...describe(change, readings, causeOf), key: change.key };
  });
}

/** The event of a list that does not continue what was seen before; null for a first one. `stood`: what stood there then. */
export function describeGap(
  message: SnapshotMessage,
  previous: string | null,
  at: Occasion["at"],
  stood?: NonNullable<RegistryEvent["gap"]>["stood"],
): RegistryEvent | null {
  if (message.reason === "start") return null;
  return {
    id: `${message.epoch}:${message.revision}::0`,
    at,
    revision: message.revision,
    type: "gap",
    service: null,
    instance: null,
    key: null,
    gap: {
      reason: message.reason,
      from: previous,
      to: message.revision,
      detail: GAPS[message.reason],
      ...(stood && { stood }),
    },
  };
}

/** A removal whose lease has to be asked for first is told so; `isPending` finds it. */
const PENDING = "etcd is being asked what became of it.";

/** Whether why it left is still being found out. */
export function isPending({ cause, evidence }: Partial<RemovalCause>): boolean {
  return cause === "unknown" && (evidence?.endsWith(PENDING) ?? false);
}

/**
 * Why each instance left, as far as the changes of one message tell. Leases and actions know more and say so later.
 * etcd ends every lease in a revision of its own: one that removes keys of several leases is somebody's delete.
 * https://github.com/etcd-io/etcd/blob/main/server/lease/lessor.go (Revoke)
 */
export function removalCauses(changes: readonly InstanceChange[]): (change: InstanceChange) => RemovalCause {
  const leases = new Map<string, Set<LeaseId | null>>();
  for (const { how, revision, before, after } of changes) {
    if (how !== "deleted" || revision === null || !before || after) continue;
    leases.set(revision, (leases.get(revision) ?? new Set()).add(before.leaseId));
  }
  return (change) => removalCause(change, change.revision === null ? 0 : (leases.get(change.revision)?.size ?? 0));
}

function removalCause(change: InstanceChange, leasesOfRevision: number): RemovalCause {
  const leased = change.before?.leaseId ?? null;
  switch (change.how) {
    case "replaced":
      return {
        cause: "replaced",
        certainty: "exact",
        evidence: "etcd's store was replaced, emptied or restored, and the store that answers now does not hold it.",
      };
    case "relisted":
      return {
        cause: "unknown",
        certainty: "inferred",
        evidence: "It was gone when everything was listed again; what happened in between is not known.",
      };
    case "written":
      return {
        cause: "unknown",
        certainty: "exact",
        evidence: "Its key was written and no longer describes it; the key itself is still there.",
      };
    case "deleted":
      if (leased === null)
        return { cause: "deleted", certainty: "exact", evidence: "A key without a lease was deleted." };
      if (leasesOfRevision > 1)
        return {
          cause: "deleted",
          certainty: "exact",
          evidence: `One delete took it together with keys of other leases; lease ${leaseHex(leased)} did not end with it.`,
        };
      return {
        cause: "unknown",
        certainty: "inferred",
        evidence: `Its key was on lease ${leaseHex(leased)}; ${PENDING}`,
      };
  }
}

type Described = Omit<RegistryEvent, "id" | "at" | "key">;

function describe(
  change: InstanceChange,
  readings: Readings,
  causeOf: (change: InstanceChange) => RemovalCause,
): Described {
  const { before, after } = change;
  if (!after)
    return {
      ...subject(before),
      revision: change.revision,
      type: "removed",
      ...causeOf(change),
      ...(before ? { before } : {}),
    };
  const revision = change.revision ?? after.modRevision;
  if (!before) return { ...subject(after), revision, type: "registered", after };
  const both = { ...subject(after), revision, before, after };
  if (before.leaseId !== after.leaseId) {
    if (change.sameValue && keepsByPutting(before, after, readings)) {
      const evidence = `The same value was put again, from ${lease(before)} to ${lease(after)}; the first was never renewed.`;
      return { ...subject(after), revision, type: "heartbeat", certainty: "exact", evidence };
    }
    const evidence = `From ${lease(before)} to ${lease(after)}.`;
    return { ...both, type: "re-registered", certainty: "exact", evidence };
  }
  if (change.sameValue) {
    const evidence = "The same value was put again under the same lease.";
    // Nothing differs but the revision: neither before nor after would say more.
    return { ...subject(after), revision, type: "heartbeat", certainty: "exact", evidence };
  }
  if (before.createRevision !== after.createRevision) {
    const evidence = `The key was created anew at revision ${after.createRevision}.`;
    return { ...both, type: "re-registered", certainty: "exact", evidence };
  }
  return { ...both, type: "updated" };
}

/**
 * Whether putting the key under a new lease is how its owner keeps it: it was put before, and the lease of that put was
 * never renewed. An owner that keeps a lease alive and starts anew has renewed the one before.
 */
function keepsByPutting(before: Instance, after: Instance, readings: Readings): boolean {
  if (before.leaseId === null || after.leaseId === null || before.createRevision !== after.createRevision) return false;
  return before.createRevision !== before.modRevision && readings.get(before.leaseId)?.renewed === false;
}

function subject(instance: Instance | null): Pick<RegistryEvent, "service" | "instance" | "instanceId"> {
  if (!instance) return { service: null, instance: null };
  return { service: instance.service, instance: instance.instance, instanceId: instance.id };
}

function lease(instance: Instance): string {
  return instance.leaseId === null ? "no lease" : `lease ${leaseHex(instance.leaseId)}`;
}

const GAPS: Record<Exclude<SnapshotMessage["reason"], "start">, string> = {
  compacted: "etcd had already compacted the revisions in between.",
  "other-cluster": "This is another etcd cluster.",
  "revision-went-back": "etcd was replaced, emptied or restored from an older state: its revision went back.",
  "store-replaced": "etcd's store was replaced: its past is not the one that was read before.",
  "events-lost": "Events did not arrive in full.",
  requested: "Everything was listed again on request.",
};
