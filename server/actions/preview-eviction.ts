import type { EvictionPreview } from "@/lib/api/evictions";
import { MOST_EVICTED_BYTES } from "@/lib/audit/evicted";
import type { KeyValue } from "@/lib/etcd/port";
import { comesBackAfterKey, comesBackAfterLease, type OwnerFacts } from "@/lib/guards/comes-back";
import type { LeaseReading } from "@/lib/leases/reading";
import { age } from "@/lib/leases/words";
import { livenessOf } from "@/lib/registry/select";
import type { Instance, Key } from "@/lib/registry/types";
import type { World } from "./action";
import { changed, readWatched } from "./current";
import { judgeEviction } from "./evict";
import { digestOf, leaseKeysOf, listedOf } from "./lease-keys";
import { instancesUnder, lossOf } from "./loss";

const RACE =
  "etcd ends a lease with whatever hangs on it at that moment: a key that joins it after the last look goes, too.";

/** What an eviction would do, in words. Reads only; throws a conflict where the key is gone. */
export async function previewEviction(key: Key, world: World): Promise<EvictionPreview> {
  const found = await readWatched(key, world);
  if (!found) throw changed(null, world);
  const instance = instanceOf(found, world);
  const lease = await leaseOf(found, world);
  const reading = found.leaseId === null ? null : world.leases.reading(found.leaseId);
  const facts = ownerFacts(found, instance, reading, world);
  const leaseKeys = lease?.all ?? [];
  const loss = { key: lossOf([key], world), lease: lossOf(leaseKeys, world) };
  const [service] = loss.key.services;
  // The reason is asked for in the dialog: without one nothing happens, which is no news in a preview.
  const guards = (keys: Key[], of: typeof loss.key) =>
    judgeEviction("asked for later", keys, of, world).filter(({ rule }) => rule !== "reason");
  return {
    revision: world.registry.view()?.revision ?? found.modRevision,
    key,
    modRevision: found.modRevision,
    leaseId: found.leaseId,
    service: instance?.service ?? null,
    instance: instance?.instance ?? null,
    layout: instance?.layout ?? null,
    liveness: instance ? facts.liveness : null,
    compare: compareWords(found),
    owner: ownerWords(facts, reading, world.clock.now()),
    comesBack: { key: comesBackAfterKey(facts), lease: lease && comesBackAfterLease(facts) },
    lease: lease?.shown ?? null,
    stays: service
      ? {
          service: service.name,
          inService: service.inService,
          after: {
            key: service.after,
            lease: loss.lease.services.find(({ name }) => name === service.name)?.after ?? service.after,
          },
          minimum: service.minimum,
        }
      : null,
    guards: { key: guards([key], loss.key), lease: lease ? guards(leaseKeys, loss.lease) : [] },
    restorable: restorableWords(found),
  };
}

function instanceOf(found: KeyValue, { registry, layouts }: World): Instance | null {
  const live = registry.view()?.instances.get(found.key);
  if (live?.modRevision === found.modRevision) return live;
  const group = layouts.groupOf(found.key);
  return (group && layouts.decode(group.id, [found]).instances[0]) ?? null;
}

/** Its lease as it is shown, and every key on it. */
async function leaseOf({ leaseId }: KeyValue, world: World) {
  if (leaseId === null) return null;
  const { grantedSeconds, remainingSeconds, keys } = await world.etcd().timeToLive(leaseId, { keys: true });
  const { all, watched, others } = leaseKeysOf(keys, world.layouts);
  const described = listedOf(watched).keys.map((key) => {
    const [instance] = instancesUnder([key], world);
    return { key, service: instance?.service ?? null, instance: instance?.instance ?? null };
  });
  const shown: NonNullable<EvictionPreview["lease"]> = {
    id: leaseId,
    grantedTtl: grantedSeconds,
    remainingTtl: remainingSeconds,
    keys: described,
    keyCount: all.length,
    otherKeys: others,
    keysDigest: digestOf(all),
    race: RACE,
  };
  return { shown, all: watched };
}

function ownerFacts(
  found: KeyValue,
  instance: Instance | null,
  reading: LeaseReading | null,
  world: World,
): OwnerFacts {
  const past = { returnedAfterMs: [] as number[], stayedAway: 0 };
  for (const { entry } of world.trail.entries()) {
    if (entry.action !== "evict" || instance === null || entry.service !== instance.service) continue;
    if (entry.aftermath?.kind === "returned") past.returnedAfterMs.push(entry.aftermath.afterMs);
    if (entry.aftermath?.kind === "stayed-away") past.stayedAway++;
  }
  const layout = world.layouts.prefixes.flatMap((one) => one.layouts).find(({ id }) => id === instance?.layout);
  const held = world.held.get(found.key);
  return {
    liveness:
      found.leaseId === null ? "static" : (reading?.liveness ?? (instance ? livenessOf(instance, null) : "alive")),
    leased: found.leaseId !== null,
    seenAlive: (reading?.beatCount ?? 0) > 0,
    writes: Number(found.version),
    rhythmMs: reading?.rhythmMs ?? null,
    past,
    heldHere: held !== null && held.state !== "ended",
    note: layout?.write.note ?? null,
  };
}

function ownerWords(facts: OwnerFacts, reading: LeaseReading | null, now: number): EvictionPreview["owner"] {
  if (facts.heldHere) return { alive: true, words: "This console holds it." };
  if (!facts.leased)
    return { alive: null, words: "It has no lease: whether an owner lives cannot be known from etcd." };
  if (!reading) return { alive: null, words: "Its lease lives; it was not observed yet whether anybody renews it." };
  const seen = reading.renewedAt ? ` It was renewed ${age(now - reading.renewedAt[1])} ago.` : "";
  switch (facts.liveness) {
    case "overdue":
      return { alive: false, words: `Nobody renewed its lease in time: etcd is about to end it.${seen}` };
    case "late":
      return { alive: null, words: `A heartbeat is missing: its owner may be hung, slow or cut off.${seen}` };
    default:
      return reading.beatCount > 0
        ? { alive: true, words: `Its owner is alive and renews the lease.${seen}` }
        : { alive: null, words: `Its lease lives; no renewal was observed yet.${seen}` };
  }
}

function compareWords({ modRevision, leaseId }: KeyValue): string {
  const lease = leaseId === null ? "it has no lease" : `it hangs on lease ${leaseId}`;
  return `It is deleted only if its mod revision is still ${modRevision} and ${lease}. Otherwise nothing happens, and you are shown what is there.`;
}

function restorableWords({ leaseId, value }: KeyValue): EvictionPreview["restorable"] {
  if (value.length > MOST_EVICTED_BYTES)
    return { key: false, lease: false, words: "Its value is too large to be kept: there is no way back." };
  const words =
    leaseId === null
      ? "Its key can be put back as it was for a day, as long as nobody else takes it."
      : "Its key can be put back as long as its lease lives. A revoked lease is gone for ever: then there is no way back.";
  return { key: true, lease: false, words };
}
