import type { Sighting } from "@/lib/api/sightings";
import type { Instance } from "@/lib/registry/types";

export type Failing = ReadonlyMap<string, readonly Sighting[]>;

/** Those of these instances that are registered now and whose last request failed. */
export function failingIn(failing: Failing, service: string, instances: readonly Instance[]): readonly Sighting[] {
  const seen = failing.get(service);
  if (!seen) return [];
  const present = new Set(instances.map(({ id }) => id));
  return seen.filter(({ instance }) => present.has(instance));
}
