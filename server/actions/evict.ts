import type { Evicted, Eviction } from "@/lib/api/evictions";
import { MOST_EVICTED_BYTES, PUT_BACK_SECONDS } from "@/lib/audit/evicted";
import { Problem } from "@/lib/errors";
import { type Compare, EtcdError, type KeyValue } from "@/lib/etcd/port";
import { judge } from "@/lib/guards/judge";
import type { Key, LeaseId } from "@/lib/registry/types";
import type { Action, World } from "./action";
import { changed, readSeen } from "./current";
import { isInView, laggardsAt, seenInView } from "./honoured";
import { areAsSeen, digestOf, type LeaseKeys, leaseKeysOf, listedOf, revokeQuietly } from "./lease-keys";
import { instancesUnder, keepsEnough, type Loss, lossOf, queueOf } from "./loss";
import { OthersLeft } from "./others-left";
import { type Kept, leavesOpen, type Record } from "./record";

interface Seen {
  found: KeyValue;
  /** Everything that goes: the one key, or every key on the lease. */
  keys: Key[];
  /** How many more keys hang on the lease, outside the watched prefixes. */
  others: number;
  loss: Loss;
}

/** Takes a registration out: the key alone, guarded, or its lease with everything on it. */
export const evict: Action<Eviction, Seen, Evicted> = {
  name: "evict",
  role: "operator",
  queue: ({ key }, world) => queueOf(key, world),
  asked: ({ key, mode, reason, override }) => ({ key, keys: [key], mode, reason, override }),
  async look(input, world) {
    const found = await readSeen(input.key, input.modRevision, world);
    const { watched: keys, others } =
      input.mode === "lease" ? await listedAgain(found, input, world) : leaseKeysOf([found.key], world.layouts);
    const [instance] = instancesUnder([found.key], world);
    const subject = {
      key: found.key,
      ...listedOf(keys),
      leaseId: found.leaseId,
      service: instance?.service ?? null,
      instance: instance?.instance ?? null,
    };
    return { seen: { found, keys, others, loss: lossOf(keys, world) }, subject };
  },
  guard: ({ reason }, { keys, loss }, world) => judgeEviction(reason, keys, loss, world),
  async run(input, seen, world, record) {
    const end = world.pace.begin(seen.keys.length);
    try {
      const { revision, restorable } = await (input.mode === "lease" ? endLease : deleteKey)(
        input,
        seen,
        world,
        record,
      );
      world.held.evicted(seen.keys);
      await seenInView(revision, world);
      const watchUntil = world.aftermaths.watch(record.id, seen.found);
      return {
        revision,
        auditId: record.id,
        removed: seen.keys,
        restorable,
        watchUntil,
        laggards: null,
      };
    } finally {
      end();
    }
  },
  async finish(done, world) {
    const others = await laggardsAt(done.revision, world);
    const here = { name: "this console", address: "", revision: world.registry.view()?.revision ?? "0" };
    return { ...done, laggards: others && [...(isInView(done.revision, world) ? [] : [here]), ...others] };
  },
};

export function judgeEviction(reason: string | undefined, keys: readonly Key[], loss: Loss, world: World) {
  const rate = { evictedAt: world.pace.evictedAt(), more: keys.length, now: world.clock.now() };
  return judge(world.policy, { reason, ...loss, rate });
}

interface Gone {
  revision: string;
  restorable: boolean;
}

async function deleteKey(input: Eviction, seen: Seen, world: World, record: Record): Promise<Gone> {
  const isKept = input.override?.includes("few-left") ?? false;
  // By the view that the guards judged: before anything is waited for.
  const enough = isKept ? [] : seen.loss.services.flatMap((service) => keepsEnough(service, seen.keys, world));
  const keep = await wayBack(seen.found, world);
  try {
    return await deleteAndKeep(seen.found, enough, keep, world, record);
  } catch (error) {
    const isOpen = error instanceof Problem && error.code === "outcome-unknown";
    if (keep && seen.found.leaseId === null && !isOpen) await revokeQuietly(keep.lease, world);
    // etcd lets nobody write under a lease on which a key hangs that he may not write: then there is no way back.
    if (!keep || !(error instanceof EtcdError && error.code === "permission-denied")) throw error;
    return await deleteAndKeep(seen.found, enough, null, world, record);
  }
}

async function deleteAndKeep(
  found: KeyValue,
  enough: readonly Compare[],
  keep: Kept | null,
  world: World,
  record: Record,
): Promise<Gone> {
  const committed = await record.commit({
    when: [
      { key: found.key, target: "mod", operator: "=", value: found.modRevision },
      { key: found.key, target: "lease", operator: "=", value: found.leaseId ?? "0" },
      ...enough,
    ],
    then: [{ kind: "delete", range: { key: found.key } }],
    otherwise: [{ kind: "get", range: { key: found.key } }],
    detail: "The key was deleted; its owner and its lease were left alone.",
    keep,
  });
  if (committed.done) return { revision: committed.revision, restorable: keep !== null };
  const [now] = committed.found;
  if (now?.modRevision !== found.modRevision) throw changed(now ?? null, world);
  throw new OthersLeft();
}

/** Under which lease the evicted key is kept: its own, or one of ours that ends when nobody needs it any more. */
async function wayBack({ key, value, leaseId }: KeyValue, world: World): Promise<Kept | null> {
  if (value.length > MOST_EVICTED_BYTES) return null;
  const lease = leaseId ?? (await world.etcd().grantLease(PUT_BACK_SECONDS)).leaseId;
  return { evicted: { key, value, leaseId }, lease };
}

/** A revocation is no transaction: its intent is written first, its outcome after. */
async function endLease(_input: Eviction, { found, keys, others }: Seen, world: World, record: Record): Promise<Gone> {
  const leaseId = found.leaseId ?? "0";
  const beside = others === 0 ? "" : ` and ${others} outside the watched prefixes`;
  await record.intend(`The lease and its ${keys.length} keys${beside} are about to go.`);
  try {
    const { revision } = await world.etcd().revokeLease(leaseId);
    await record.conclude("done", "The lease was revoked; every key on it went with it.", revision);
    return { revision, restorable: false };
  } catch (error) {
    throw await concludeFailure(error, leaseId, record);
  }
}

async function concludeFailure(error: unknown, leaseId: LeaseId, record: Record): Promise<unknown> {
  if (error instanceof EtcdError && error.code === "lease-not-found") {
    await record.conclude("conflict", "The lease was gone already: it ran out, or somebody else revoked it.", null);
    return new Problem("conflict", "The lease was gone already: it ran out, or somebody else revoked it.", {
      current: null,
    });
  }
  if (!leavesOpen(error)) {
    await record.conclude("failed", error instanceof EtcdError ? error.message : "Rollcall failed.", null);
    return error;
  }
  const words = `etcd was lost before it answered. Whether lease ${leaseId} was revoked by this or went by itself cannot be told.`;
  await record.conclude("unknown", words, null);
  return new Problem("outcome-unknown", words, { cause: error });
}

/** The keys on the lease just before; a conflict where they are others than the operator saw. */
async function listedAgain(found: KeyValue, input: Eviction, world: World): Promise<LeaseKeys> {
  if (found.leaseId === null) {
    const message = "is not possible: the key has no lease";
    throw new Problem("invalid-request", `Mode lease ${message}.`, { fields: [{ field: "/mode", message }] });
  }
  const { keys } = await world.etcd().timeToLive(found.leaseId, { keys: true });
  const listed = leaseKeysOf(keys, world.layouts);
  if (areAsSeen(listed.all, input)) return listed;
  throw new Problem("conflict", "Other keys hang on the lease now than you saw: look at them again.", {
    current: {
      leaseId: found.leaseId,
      ...listedOf(listed.watched),
      otherKeys: listed.others,
      keysDigest: digestOf(listed.all),
    },
  });
}
