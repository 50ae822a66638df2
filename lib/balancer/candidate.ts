import type { InstanceRow } from "@/lib/registry/select";
import type { Candidate } from "./types";

/** `since`: when it was seen to arrive; null where it was there before. */
export function candidateOf({ instance, liveness, adminState }: InstanceRow, since: number | null): Candidate {
  return {
    instance,
    liveness,
    adminState,
    weight: instance.weight ?? 1,
    datacenter: instance.datacenter ?? null,
    since,
  };
}
