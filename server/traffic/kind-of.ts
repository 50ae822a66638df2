import { SIGHTING_KINDS, type SightingKind } from "@/lib/api/sightings";
import { failureOf } from "@/server/test-requests/outcome";

/** Why no connection came about, from what the socket threw. */
export function kindOf(error: unknown): SightingKind {
  const outcome = failureOf(error, "", false, false);
  return outcome.kind === "failed" ? (sightingKind(outcome.cause) ?? "other") : "other";
}

/** The same word where it tells something of the instance; null where nothing was sent, or nobody was asked. */
export function sightingKind(cause: string): SightingKind | null {
  return SIGHTING_KINDS.find((kind) => kind === cause) ?? null;
}
