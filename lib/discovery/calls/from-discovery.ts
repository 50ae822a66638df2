import type { Instance } from "@/lib/registry/types";
import type { Discovery } from "../discovery.types";
import type { CandidateSource } from "./candidate-source";
import { createCandidateTable } from "./candidate-table";

/**
 * What a discovery knows, by service. It is told when keys come and go, and asks no lease: who is registered counts as
 * alive.
 */
export function candidatesFrom(discovery: Discovery, now: () => number): CandidateSource & { stop(): void } {
  const table = createCandidateTable();
  let first = true;

  function put(instance: Instance): void {
    table.put({
      instance,
      liveness: instance.leaseId === null ? "static" : "alive",
      adminState: discovery.current.draining.has(instance.id) ? "draining" : "in-service",
      weight: instance.weight ?? 1,
      datacenter: instance.datacenter ?? null,
      since: table.get(instance)?.since ?? (first ? null : now()),
    });
  }

  function take(arrived: readonly Instance[], left: readonly Instance[]): void {
    for (const instance of left) table.remove(instance);
    for (const instance of arrived) put(instance);
    first = false;
    table.tell();
  }

  if (discovery.current.revision !== "0") take(discovery.current.instances, []);
  const off = discovery.onChange(({ arrived, changed, left }) => take([...changed, ...arrived], left));

  return {
    get revision() {
      return discovery.current.revision;
    },
    get stale() {
      return discovery.stale;
    },
    of: table.of,
    services: table.services,
    onChange: table.onChange,
    stop: off,
  };
}
