import type { z } from "zod";
import type { resumedSchema, resumeQuerySchema } from "@/lib/api/drains";
import { Problem } from "@/lib/errors";
import type { KeyValue } from "@/lib/etcd/port";
import { drainIn, drainKeyOf } from "@/lib/registry/marks";
import type { Action, World } from "./action";
import { instancesUnder } from "./loss";

/** Puts a drained instance back into rotation: the mark goes. */
export const resume: Action<z.output<typeof resumeQuerySchema>, KeyValue, z.output<typeof resumedSchema>> = {
  name: "resume",
  role: "operator",
  asked: ({ key, reason }) => ({ key, reason }),
  async look({ key, modRevision }, world) {
    const [mark] = (await world.etcd().range({ range: { key: drainKeyOf(key) } })).keyValues;
    if (!mark) throw new Problem("not-found", "It is not drained: its time is over, or somebody has resumed it.");
    if (modRevision !== undefined && mark.modRevision !== modRevision) throw drainedAnew(mark, world);
    const [instance] = instancesUnder([key], world);
    return { seen: mark, subject: { service: instance?.service ?? null, instance: instance?.instance ?? null } };
  },
  async run({ key }, mark, world, record) {
    const range = { key: drainKeyOf(key) };
    const committed = await record.commit({
      when: [{ key: range.key, target: "mod", operator: "=", value: mark.modRevision }],
      then: [{ kind: "delete", range }],
      otherwise: [{ kind: "get", range }],
      detail: "Back in rotation.",
    });
    if (!committed.done) throw drainedAnew(committed.found[0] ?? null, world);
    return { revision: committed.revision, auditId: record.id };
  },
};

function drainedAnew(mark: KeyValue | null, { records }: Pick<World, "records">): Problem {
  const detail = mark ? "It was drained anew since you looked: look again." : "Somebody else has resumed it already.";
  return new Problem("conflict", detail, { current: mark && drainIn(mark, records) });
}
