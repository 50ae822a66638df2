import type { Drained, Draining } from "@/lib/api/drains";
import { Problem } from "@/lib/errors";
import type { KeyValue } from "@/lib/etcd/port";
import { judge } from "@/lib/guards/judge";
import { drainKeyOf, encodeDrain } from "@/lib/registry/marks";
import type { Action } from "./action";
import { changed, readSeen } from "./current";
import { seenInView } from "./honoured";
import { instancesUnder, keepsEnough, type Loss, lossOf, queueOf } from "./loss";
import { OthersLeft } from "./others-left";

interface Seen {
  found: KeyValue;
  loss: Loss;
}

export const HONOURED_BY =
  "Rollcall's discovery library, its balancer and its gateway honour the mark. Other clients read etcd by themselves and go on sending.";
/** etcd cleans up this long after the time: readers obey the time itself. */
const CLEAN_UP_SECONDS = 60;
const LONGEST_DRAIN_MS = 10 * 365.25 * 86_400_000;

/** Takes an instance out of rotation without touching its registration: a mark of ours, bound to the key. */
export const drain: Action<Draining, Seen, Drained> = {
  name: "drain",
  role: "operator",
  queue: ({ key }, world) => queueOf(key, world),
  asked: ({ key, reason, override }) => ({ key, reason, override }),
  async look({ key, modRevision, until }, world) {
    if (until !== null && until <= world.clock.now()) {
      const message = "lies in the past";
      throw new Problem("invalid-request", `The time ${message}.`, { fields: [{ field: "/until", message }] });
    }
    if (until !== null && until > world.clock.now() + LONGEST_DRAIN_MS) {
      const message = "lies more than ten years ahead: leave it out to drain until somebody resumes it";
      throw new Problem("invalid-request", `The time ${message}.`, { fields: [{ field: "/until", message }] });
    }
    const found = await readSeen(key, modRevision, world);
    const [instance] = instancesUnder([key], world);
    const subject = {
      service: instance?.service ?? null,
      instance: instance?.instance ?? null,
      leaseId: found.leaseId,
    };
    return { seen: { found, loss: { ...lossOf([key], world), deletes: [] } }, subject };
  },
  guard: ({ reason }, { loss }, world) => judge(world.policy, { reason, ...loss, rate: null }),
  async run({ key, until, reason = "", override }, { found, loss }, world, record) {
    const now = world.clock.now();
    const isKept = override?.includes("few-left") ?? false;
    // By the view that the guards judged: before anything is waited for.
    const enough = isKept ? [] : loss.services.flatMap((service) => keepsEnough(service, [key], world));
    const seconds = until === null ? null : Math.ceil((until - now) / 1000) + CLEAN_UP_SECONDS;
    const lease = seconds === null ? null : (await world.etcd().grantLease(seconds)).leaseId;
    const mark = { until, reason: reason.trim(), actor: record.actor, at: now, createRevision: found.createRevision };
    const committed = await record.commit({
      when: [{ key, target: "mod", operator: "=", value: found.modRevision }, ...enough],
      then: [
        {
          kind: "put",
          key: drainKeyOf(key),
          value: encodeDrain(key, mark, world.records),
          ...(lease === null ? {} : { lease }),
        },
      ],
      otherwise: [{ kind: "get", range: { key } }],
      detail: until === null ? "Drained until somebody resumes it." : `Drained until ${new Date(until).toISOString()}.`,
    });
    if (!committed.done) {
      if (lease !== null)
        await world
          .etcd()
          .revokeLease(lease)
          .catch(() => {});
      const [there] = committed.found;
      if (there?.modRevision !== found.modRevision) throw changed(there ?? null, world);
      throw new OthersLeft();
    }
    const { revision } = committed;
    await seenInView(revision, world);
    return { revision, auditId: record.id, drain: { key, ...mark, modRevision: revision }, note: HONOURED_BY };
  },
};
