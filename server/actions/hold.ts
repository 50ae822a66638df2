import type { z } from "zod";
import type { HeldChange, HeldRegistration, heldKeySchema } from "@/lib/api/registrations";
import type { ActionName } from "@/lib/audit/entry";
import { Problem } from "@/lib/errors";
import type { Key } from "@/lib/registry/types";
import type { Action, World } from "./action";

type HeldKey = z.output<typeof heldKeySchema>;

/** Stops the heartbeats, to rehearse what happens when an owner dies. */
export const pauseHold = onHeld(
  "pause-hold",
  "The console stopped its heartbeats: the lease runs out unless resumed.",
  {
    mayEnd: false,
    async change(key, { held }) {
      held.pause(key);
    },
  },
);

export const resumeHold = onHeld("resume-hold", "The console sends heartbeats again.", {
  mayEnd: false,
  async change(key, { held }) {
    if (!(await held.resume(key)))
      throw new Problem("conflict", "Its lease has run out: register it again.", { current: held.get(key) });
  },
});

/** Nobody keeps it from then on. Of one that has ended: the console forgets it. */
export const releaseHold = onHeld("release-hold", "The console let go of it: nobody keeps its lease alive any more.", {
  mayEnd: true,
  async change(key, { held }) {
    held.release(key);
  },
});

interface Change {
  /** Whether it makes sense for one whose lease or key is gone. */
  mayEnd: boolean;
  change(key: Key, world: World): Promise<void>;
}

function onHeld(
  name: ActionName,
  detail: string,
  { mayEnd, change }: Change,
): Action<HeldKey, HeldRegistration, HeldChange> {
  return {
    name,
    role: "operator",
    asked: ({ key, reason }) => ({ key, reason }),
    async look({ key }, world) {
      const seen = heldOr404(key, world);
      if (seen.state === "ended" && !mayEnd)
        throw new Problem("conflict", `${seen.words} There is nothing left to hold.`, { current: seen });
      const { service, instance, leaseId } = seen;
      return { seen, subject: { service, instance, leaseId } };
    },
    async run({ key }, _seen, world, record) {
      // First what is written, then what cannot fail: no hold changes without its entry.
      await record.intend(detail);
      try {
        await change(key, world);
        await record.conclude("done", detail, null);
      } catch (error) {
        await record.conclude("conflict", error instanceof Problem ? error.detail : "It could not be done.", null);
        throw error;
      }
      return { auditId: record.id, registration: world.held.get(key) };
    },
  };
}

export function heldOr404(key: Key, { held }: Pick<World, "held">): HeldRegistration {
  const found = held.get(key);
  if (found) return found;
  throw new Problem(
    "not-found",
    "The console does not hold this key: it can let go only of what it registered itself.",
  );
}
