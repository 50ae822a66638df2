import type { z } from "zod";
import type { Deregistered, deregisterQuerySchema, HeldRegistration } from "@/lib/api/registrations";
import type { Action } from "./action";
import { changed } from "./current";
import { heldOr404 } from "./hold";

type Input = z.output<typeof deregisterQuerySchema>;

/** Takes out what the console holds, at once and as its owner would. */
export const deregister: Action<Input, HeldRegistration, Deregistered> = {
  name: "deregister",
  role: "operator",
  asked: ({ key, reason }) => ({ key, keys: [key], reason }),
  async look({ key }, world) {
    const seen = heldOr404(key, world);
    const { service, instance, leaseId } = seen;
    return { seen, subject: { service, instance, leaseId } };
  },
  async run({ key, modRevision }, { leaseId }, world, record) {
    const committed = await record.commit({
      when: [
        { key, target: "mod", operator: "=", value: modRevision },
        { key, target: "lease", operator: "=", value: leaseId },
      ],
      then: [{ kind: "delete", range: { key } }],
      otherwise: [{ kind: "get", range: { key } }],
      detail: "Deregistered by hand; its lease was given back.",
    });
    if (!committed.done) throw changed(committed.found[0] ?? null, world);
    world.held.release(key);
    // Empty by now: it would run out by itself.
    await world
      .etcd()
      .revokeLease(leaseId)
      .catch(() => {});
    return { revision: committed.revision, auditId: record.id };
  },
};
