import type { Candidate } from "@/lib/balancer/types";
import type { Instance } from "@/lib/registry/types";
import type { Discovery } from "../discovery.types";
import type { CandidateSource } from "./candidate-source";

/** So many services without instances are remembered: enough to tell "nobody is there now" from "no such service". */
const MOST_EMPTY = 10_000;

/**
 * What a discovery knows, by service. It is told when keys come and go, and asks no lease: who is registered counts as
 * alive.
 */
export function candidatesFrom(discovery: Discovery, now: () => number): CandidateSource & { stop(): void } {
  const byService = new Map<string, Map<string, Candidate>>();
  const lists = new Map<string, readonly Candidate[]>();
  const listeners = new Set<(services: ReadonlySet<string>) => void>();
  let first = true;

  function put(instance: Instance): void {
    const known = byService.get(instance.service)?.get(instance.id);
    const candidate: Candidate = {
      instance,
      liveness: instance.leaseId === null ? "static" : "alive",
      adminState: discovery.current.draining.has(instance.id) ? "draining" : "in-service",
      weight: instance.weight ?? 1,
      datacenter: instance.datacenter ?? null,
      since: known?.since ?? (first ? null : now()),
    };
    const service = byService.get(instance.service) ?? new Map<string, Candidate>();
    service.set(instance.id, candidate);
    byService.set(instance.service, service);
  }

  function take(arrived: readonly Instance[], left: readonly Instance[]): void {
    const touched = new Set<string>();
    for (const { service, id } of left) {
      byService.get(service)?.delete(id);
      touched.add(service);
    }
    for (const instance of arrived) {
      put(instance);
      touched.add(instance.service);
    }
    for (const service of touched) lists.delete(service);
    for (const [service, instances] of byService) {
      if (byService.size <= MOST_EMPTY) break;
      if (instances.size === 0) byService.delete(service);
    }
    first = false;
    for (const listener of [...listeners]) listener(touched);
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
    of(service) {
      const known = lists.get(service);
      if (known) return known;
      const candidates = byService.get(service);
      if (!candidates) return null;
      const list = [...candidates.values()];
      lists.set(service, list);
      return list;
    },
    services: () => [...byService].filter(([, { size }]) => size > 0).map(([service]) => service),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: off,
  };
}
