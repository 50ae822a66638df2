/** Where the process and the registry say different things. Pure. */
import type { FleetInstance, FleetService } from "@/lib/api/fleet";
import type { Liveness } from "@/lib/registry/types";

export type Keeping = FleetService["keeping"];

/** What the registry says; null where it knows nothing of such a key. */
export type Registered = Liveness | null;

/** One sentence where the two do not agree, and what becomes of it; null where they do. */
export function difference(instance: FleetInstance, keeping: Keeping, registered: Registered): string | null {
  const { process, cut } = instance;
  const present = registered !== null && registered !== "gone";
  if (process === "starting" || process === "stopping") return null;
  if (process === "stopped") {
    if (!present) return null;
    return keeping === "static"
      ? "Nobody is there. Without a lease the key stays until it is deleted."
      : "Nobody is there. etcd keeps the key until its lease has run out.";
  }
  if (process === "paused") {
    if (keeping === "static") return "It is frozen, and no lease tells: callers wait for an answer.";
    return present
      ? "It is frozen. Unless it goes on, its lease runs out."
      : "It is frozen, and gone. When it goes on, it registers again.";
  }
  if (cut) {
    if (keeping === "static") return "It answers. Without a lease nobody notices that it is cut off.";
    return present
      ? "It answers, but cannot renew its lease."
      : "It answers, and nobody finds it: it could not renew its lease.";
  }
  if (!present) return "It runs, but is not registered. Its next heartbeat puts it back.";
  return null;
}

/** How the last process ended, in words. */
export function endedWords({ code, signal }: NonNullable<FleetInstance["ended"]>): string {
  if (signal !== null) return signal;
  return code === 0 ? "ended by itself" : `ended with code ${code}`;
}

const SAID: Record<NonNullable<FleetInstance["registration"]>["state"], string> = {
  registering: "registering",
  registered: "registered",
  unconfirmed: "etcd does not answer",
  away: "taken out",
  deregistered: "deregistered",
};

const WHY: Record<string, string> = {
  start: "first time",
  expired: "lease ran out",
  revoked: "lease was revoked",
  deleted: "key was deleted",
  detached: "key lost its lease",
  taken: "another holds the key",
};

/** What a process said about its registration last; null where it has not said anything yet. */
export function saidWords(registration: FleetInstance["registration"]): string | null {
  if (registration === null) return null;
  const { state, why } = registration;
  const reason = why === null || (state === "registering" && why === "start") ? null : (WHY[why] ?? why);
  return reason === null ? SAID[state] : `${SAID[state]}, ${reason}`;
}
