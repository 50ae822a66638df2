import type { AuditEntry } from "@/lib/audit/entry";
import { auditKeyOf, encodeEntry, readEntry, recordOfEntry } from "@/lib/audit/stored";
import type { EtcdPort } from "@/lib/etcd/port";
import type { Records } from "@/lib/records/records";
import type { Trail } from "./trail";

export interface AmendOptions {
  etcd: () => EtcdPort;
  trail: Pick<Trail, "note">;
  records: Records;
}

const MOST_TRIES = 3;

/**
 * Writes an entry anew over what etcd has of it, where that is signed. `change` answers what becomes of it, or null to
 * leave it; it is asked again where another console was quicker. Answers the entry that was written; null where none was.
 */
export async function amendEntry(
  id: string,
  change: (entry: AuditEntry) => Promise<AuditEntry | null> | AuditEntry | null,
  { etcd, trail, records }: AmendOptions,
): Promise<AuditEntry | null> {
  const key = auditKeyOf(id);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const [found] = (await etcd().range({ range: { key } })).keyValues;
    const opened = found && readEntry(found, records);
    if (!found || opened?.state !== "signed") return null;
    const changed = await change(opened.record);
    if (!changed) return null;
    const value = encodeEntry(id, recordOfEntry(changed), records);
    const { succeeded, header } = await etcd().transact({
      when: [{ key, target: "mod", operator: "=", value: found.modRevision }],
      then: [{ kind: "put", key, value }],
      otherwise: [],
    });
    if (!succeeded) continue;
    trail.note({ ...found, value, modRevision: header.revision });
    return changed;
  }
  return null;
}
