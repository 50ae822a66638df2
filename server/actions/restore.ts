import type { z } from "zod";
import type { Restored, restorationSchema } from "@/lib/api/evictions";
import type { AuditEntry } from "@/lib/audit/entry";
import { type Evicted, evictedKeyOf, readEvicted } from "@/lib/audit/evicted";
import { auditKeyOf, readEntry } from "@/lib/audit/stored";
import { Problem } from "@/lib/errors";
import { EtcdError, type KeyValue } from "@/lib/etcd/port";
import type { Key } from "@/lib/registry/types";
import type { Action, World } from "./action";
import { changed, mustBeWatched } from "./current";
import { revokeQuietly } from "./lease-keys";
import { isNew } from "./record";

interface Seen {
  key: Key;
  evicted: Evicted;
  /** The key that keeps what was evicted: it hangs on the lease, and goes with it. */
  keeper: KeyValue;
}

/**
 * Puts an evicted key back as it was, under its own lease: only while the key is absent and the lease lives. What was
 * evicted hangs on that lease itself, so a lease that was granted anew under the same id has nothing to give back.
 */
export const restore: Action<z.output<typeof restorationSchema>, Seen, Restored> = {
  name: "restore",
  role: "operator",
  asked: ({ auditId, reason }) => ({ of: auditId, reason }),
  async look({ auditId }, world) {
    const entry = await readEviction(auditId, world);
    const [keeper] = (await world.etcd().range({ range: { key: evictedKeyOf(auditId) } })).keyValues;
    const opened = keeper && readEvicted(keeper, world.records);
    // Both were written by one transaction: a copy made later is none.
    const isOurs = opened?.state === "signed" && keeper?.createRevision === entry.revision;
    if (!isOurs || opened.record.key !== entry.key || entry.outcome !== "done")
      throw new Problem("conflict", whyNot(entry), { current: null });
    const { key, leaseId } = opened.record;
    mustBeWatched(key, world);
    const { service, instance } = entry;
    const subject = { key, keys: [key], service, instance, leaseId, of: auditId };
    return { seen: { key, evicted: opened.record, keeper }, subject };
  },
  async run(_input, { key, evicted, keeper }, world, record) {
    const { value, leaseId } = evicted;
    try {
      const committed = await record.commit({
        when: [isNew(key), { key: keeper.key, target: "mod", operator: "=", value: keeper.modRevision }],
        then: [
          { kind: "put", key, value, ...(leaseId === null ? {} : { lease: leaseId }) },
          { kind: "delete", range: { key: keeper.key } },
        ],
        otherwise: [{ kind: "get", range: { key } }],
        detail:
          leaseId === null
            ? "Put back without a lease, as it was."
            : "Put back under its own lease, which still lives.",
      });
      if (committed.done) {
        if (leaseId === null && keeper.leaseId !== null) await revokeQuietly(keeper.leaseId, world);
        return { revision: committed.revision, auditId: record.id, key };
      }
      const [there] = committed.found;
      throw there ? takenAgain(changed(there, world)) : leaseGone();
    } catch (error) {
      if (!(error instanceof EtcdError && error.code === "lease-not-found")) throw error;
      throw leaseGone();
    }
  },
};

async function readEviction(auditId: string, world: World): Promise<AuditEntry> {
  const [found] = (await world.etcd().range({ range: { key: auditKeyOf(auditId) } })).keyValues;
  const opened = found ? readEntry(found, world.records) : null;
  if (opened?.state === "unsigned" && opened.record.action === "evict")
    throw new Problem(
      "conflict",
      "This entry is not signed with this console's secret: anybody who may write to etcd may have written it, so nothing is put back from it.",
      { current: null },
    );
  if (opened?.state === "signed" && opened.record.action === "evict") return opened.record;
  throw new Problem("not-found", "The trail has no eviction of this id.");
}

function leaseGone(): Problem {
  return new Problem(
    "conflict",
    "Its lease has run out or was revoked since, or it was put back already: only its owner can register it again.",
    { current: null },
  );
}

function whyNot({ mode, leaseId, outcome }: AuditEntry): string {
  if (mode === "lease")
    return "There is no way back: a revoked lease is gone for ever. Its owner has to register again.";
  if (outcome !== "done") return "Nothing was evicted by this entry that could be put back.";
  return leaseId === null
    ? "It is no longer kept: it was put back already, or more than a day has passed."
    : leaseGone().detail;
}

function takenAgain({ extra }: Problem): Problem {
  return new Problem("conflict", "The key is there again: nothing to put back.", extra);
}
