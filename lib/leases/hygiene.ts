/** What is wrong with how leases are used, though everything may look well now. Pure. */
import type { Instance, Key, LeaseId, UnrecognizedKey } from "@/lib/registry/types";
import type { LeaseReading } from "./reading";
import { seconds } from "./words";

export type HygieneKind =
  | "lease-without-keys"
  | "key-without-lease"
  | "lease-of-many"
  | "ttl-too-short"
  | "renews-too-late";

export interface Finding {
  leaseId: LeaseId | null;
  key: Key | null;
  service: string | null;
  detail: string;
}

export interface HygieneFacts {
  instances: Iterable<Instance>;
  unrecognized: Iterable<UnrecognizedKey>;
  readings: ReadonlyMap<LeaseId, LeaseReading>;
  /** Leases of etcd that hold no key at all, with what was granted. */
  empty: readonly { leaseId: LeaseId; grantedSeconds: number }[];
}

/** With etcd's defaults an election takes one to two seconds, in which nobody can renew. */
const LEAST_TTL_SECONDS = 5;
const LATEST_SHARE = 2 / 3;
/** A registration in several keys is ordinary, and so is a sidecar that registers a handful. */
const MANY = 5;

export const HYGIENE: Record<HygieneKind, { title: string; why: string; advice: string }> = {
  "lease-without-keys": {
    title: "Leases without keys",
    why: "Nothing hangs on them, yet etcd keeps them and their owners renew them: a program that forgot to revoke its lease, or whose key was deleted or detached.",
    advice:
      "Revoke the lease when a program deregisters. Look for a put that leaves the lease out: it detaches the key.",
  },
  "key-without-lease": {
    title: "Keys without a lease",
    why: "Nothing removes them when their owner dies: whoever reads the registry goes on calling an address where nobody answers.",
    advice:
      "Register under a lease and keep it alive. What is meant to stand for ever may stay; watch whether it still answers.",
  },
  "lease-of-many": {
    title: "One lease over many instances",
    why: "They live and die together: one hung owner takes all of them away at once, and none of them can be seen to fail alone.",
    advice: "Give each instance a lease of its own.",
  },
  "ttl-too-short": {
    title: "Grants shorter than an election",
    why: "While etcd elects a leader nobody can renew. A grant this short leaves no room for that and a retry: healthy instances disappear.",
    advice: `Grant at least ${LEAST_TTL_SECONDS} s, better three times the election timeout plus one beat.`,
  },
  "renews-too-late": {
    title: "Owners that renew too late",
    why: "One lost or slow renewal, and the lease runs out although its owner is well.",
    advice: "Renew at a third of the grant, as etcd's own clients do.",
  },
};

export function findingsOf({ instances, unrecognized, readings, empty }: HygieneFacts): Record<HygieneKind, Finding[]> {
  const found: Record<HygieneKind, Finding[]> = {
    "lease-without-keys": [],
    "key-without-lease": [],
    "lease-of-many": [],
    "ttl-too-short": [],
    "renews-too-late": [],
  };
  const held = new Map<LeaseId, Instance[]>();
  for (const instance of instances) {
    const { leaseId, service } = instance;
    if (leaseId === null)
      found["key-without-lease"].push({
        leaseId,
        key: instance.id,
        service,
        detail: "It stays until somebody deletes it.",
      });
    else if (!held.get(leaseId)?.push(instance)) held.set(leaseId, [instance]);
  }
  for (const { leaseId, key } of unrecognized)
    if (leaseId === null)
      found["key-without-lease"].push({
        leaseId,
        key,
        service: null,
        detail: "No layout reads it, and it has no lease.",
      });
  for (const { leaseId, grantedSeconds } of empty)
    found["lease-without-keys"].push({
      leaseId,
      key: null,
      service: null,
      detail: `Granted ${grantedSeconds} s, no key.`,
    });
  for (const [leaseId, on] of held) {
    const [first] = on;
    if (!first) continue;
    const about = { leaseId, key: first.id, service: first.service };
    if (on.length >= MANY) {
      const services = new Set(on.map(({ service }) => service)).size;
      found["lease-of-many"].push({
        ...about,
        detail: `${on.length} instances of ${services} service${services === 1 ? "" : "s"}.`,
      });
    }
    const reading = readings.get(leaseId);
    if (!reading) continue;
    const { grantedSeconds, rhythmMs } = reading;
    if (grantedSeconds < LEAST_TTL_SECONDS)
      found["ttl-too-short"].push({ ...about, detail: `Granted ${grantedSeconds} s.` });
    if (rhythmMs !== null && rhythmMs > LATEST_SHARE * grantedSeconds * 1000)
      found["renews-too-late"].push({
        ...about,
        detail: `Renews every ${seconds(rhythmMs)} of ${grantedSeconds} s: ${seconds(grantedSeconds * 1000 - rhythmMs)} are left for one that is lost.`,
      });
  }
  return found;
}
