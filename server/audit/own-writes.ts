import type { OwnWrites } from "@/lib/leases/cause";
import { causeBy } from "@/lib/registry/authors";
import type { Trail } from "./trail";

/** What the trail knows of a removal: who did it, or that somebody is about to. */
export function createOwnWrites(trail: Pick<Trail, "authorOf" | "isEnding">): OwnWrites {
  return (revision, key, leaseId) => {
    const entry = trail.authorOf(revision, key);
    if (entry) return { actor: entry.actor, auditId: entry.id, ...causeBy(entry) };
    return trail.isEnding(leaseId) ? "pending" : null;
  };
}
