import type { MinimumAnswer, MinimumRequest } from "@/lib/api/minimums";
import { Problem } from "@/lib/errors";
import type { KeyValue, Operation } from "@/lib/etcd/port";
import { encodeMinimum, minimumIn, minimumKeyOf } from "@/lib/registry/marks";
import type { Action } from "./action";

/** Says how many instances a service is expected to have, or that nobody expects any. */
export const setMinimum: Action<MinimumRequest, KeyValue | null, MinimumAnswer> = {
  name: "set-minimum",
  role: "operator",
  asked: ({ service, reason }) => ({ service, reason }),
  async look({ service }, world) {
    const [found] = (await world.etcd().range({ range: { key: minimumKeyOf(service) } })).keyValues;
    return { seen: found ?? null, subject: {} };
  },
  async run({ service, minimum }, found, world, record) {
    const key = minimumKeyOf(service);
    if (minimum === null && !found) throw new Problem("not-found", `No minimum is set for ${service}.`);
    const set = minimum === null ? null : { service, minimum, actor: record.actor, at: world.clock.now() };
    const write: Operation = set
      ? { kind: "put", key, value: encodeMinimum(set, world.records) }
      : { kind: "delete", range: { key } };
    const before = found && minimumIn(found, world.records);
    const committed = await record.commit({
      when: [{ key, target: "mod", operator: "=", value: found?.modRevision ?? "0" }],
      then: [write],
      otherwise: [{ kind: "get", range: { key } }],
      detail: `${set ? `At least ${set.minimum} are expected` : "No number is expected any more"}; before: ${before?.minimum ?? "none"}.`,
    });
    if (!committed.done) {
      const [now] = committed.found;
      throw new Problem("conflict", "Somebody else set the minimum at the same moment: look again.", {
        current: now ? minimumIn(now, world.records) : null,
      });
    }
    const { revision } = committed;
    return { revision, auditId: record.id, minimum: set && { ...set, modRevision: revision } };
  },
};
