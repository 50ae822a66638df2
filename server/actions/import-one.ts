import type { KeyValue } from "@/lib/etcd/port";
import type { Revision } from "@/lib/registry/types";
import type { Action } from "./action";
import { changed } from "./current";
import type { Encoded } from "./register";

export interface ImportOne {
  encoded: Encoded;
  /** The key as the difference was made from; null where it was free. */
  before: KeyValue | null;
  reason?: string | undefined;
}

/** Writes one entry of a file. A key that hangs on a lease stays on it. */
export const importOne: Action<ImportOne, null, { revision: Revision; auditId: string }> = {
  name: "import",
  role: "operator",
  asked: ({ encoded: { key, instance }, before, reason }) => ({
    key,
    keys: [key],
    service: instance.service,
    instance: instance.instance,
    leaseId: before?.leaseId ?? null,
    reason,
  }),
  look: async () => ({ seen: null, subject: {} }),
  async run({ encoded: { key, value }, before }, _seen, world, record) {
    const committed = await record.commit({
      when: [{ key, target: "mod", operator: "=", value: before?.modRevision ?? "0" }],
      then: [{ kind: "put", key, value, ...(before?.leaseId ? { ignoreLease: true } : {}) }],
      otherwise: [{ kind: "get", range: { key } }],
      detail: before ? "Changed as a file has it; its lease stayed attached." : "Written as a file has it.",
    });
    if (!committed.done) throw changed(committed.found[0] ?? null, world);
    return { revision: committed.revision, auditId: record.id };
  },
};
