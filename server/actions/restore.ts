import type { z } from "zod";
import type { Restored, restorationSchema } from "@/lib/api/evictions";
import { auditKeyOf, readEntry, type StoredEntry } from "@/lib/audit/stored";
import { Problem } from "@/lib/errors";
import { EtcdError } from "@/lib/etcd/port";
import type { Key } from "@/lib/registry/types";
import type { Action, World } from "./action";
import { changed } from "./current";
import { isNew } from "./record";

interface Seen {
  key: Key;
  evicted: NonNullable<StoredEntry["evicted"]>;
}

/** Puts an evicted key back as it was, under its own lease: only while the key is absent and the lease lives. */
export const restore: Action<z.output<typeof restorationSchema>, Seen, Restored> = {
  name: "restore",
  role: "operator",
  asked: ({ auditId, reason }) => ({ of: auditId, reason }),
  async look({ auditId }, world) {
    const { entry, evicted } = await readStored(auditId, world);
    const key = entry.key;
    if (!evicted || key === null || entry.outcome !== "done")
      throw new Problem("conflict", whyNot(entry.mode), { current: null });
    const { service, instance } = entry;
    const subject = { key, keys: [key], service, instance, leaseId: evicted.leaseId, of: auditId };
    return { seen: { key, evicted }, subject };
  },
  async run(_input, { key, evicted }, world, record) {
    const { value, leaseId } = evicted;
    try {
      const committed = await record.commit({
        when: [isNew(key)],
        then: [{ kind: "put", key, value, ...(leaseId === null ? {} : { lease: leaseId }) }],
        otherwise: [{ kind: "get", range: { key } }],
        detail:
          leaseId === null
            ? "Put back without a lease, as it was."
            : "Put back under its own lease, which still lives.",
      });
      if (committed.done) return { revision: committed.revision, auditId: record.id, key };
      throw takenAgain(changed(committed.found[0] ?? null, world));
    } catch (error) {
      if (!(error instanceof EtcdError && error.code === "lease-not-found")) throw error;
      throw new Problem(
        "conflict",
        "Its lease has run out or was revoked since: only its owner can register it again.",
        {
          current: null,
        },
      );
    }
  },
};

async function readStored(auditId: string, world: World): Promise<StoredEntry> {
  const [found] = (await world.etcd().range({ range: { key: auditKeyOf(auditId) } })).keyValues;
  const stored = found ? readEntry(found) : null;
  if (stored?.entry.action === "evict") return stored;
  throw new Problem("not-found", "The trail has no eviction of this id.");
}

function whyNot(mode: "key" | "lease" | null): string {
  return mode === "lease"
    ? "There is no way back: a revoked lease is gone for ever. Its owner has to register again."
    : "Nothing was evicted by this entry that could be put back.";
}

function takenAgain({ extra }: Problem): Problem {
  return new Problem("conflict", "The key is there again: nothing to put back.", extra);
}
