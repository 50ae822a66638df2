import { candidateOf } from "@/lib/balancer/candidate";
import type { Candidate } from "@/lib/balancer/types";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import { rowIn } from "@/lib/registry/select";
import { markedAnew, movedLeases } from "@/lib/registry/summaries";
import type { Instance, InstanceId } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import type { Registry, RegistryUpdate } from "@/server/registry/registry";

interface Options {
  registry: Pick<Registry, "view" | "status" | "onUpdate">;
  now(): number;
}

/** So many services without instances are remembered: enough to tell "nobody is there now" from "no such service". */
const MOST_EMPTY = 10_000;

/**
 * Who may be sent something, by the console's own view, liveness and drains included: for the gateway, for test
 * requests and for picks. Brought up to date within each update, so to be made before whoever asks it in one.
 */
export function createCandidates({ registry, now }: Options): CandidateSource & { stop(): void } {
  const byService = new Map<string, Map<InstanceId, Candidate>>();
  const lists = new Map<string, readonly Candidate[]>();
  const listeners = new Set<(services: ReadonlySet<string>) => void>();

  /** `since`: when it arrived, for somebody who was not known. */
  function put(view: View, instance: Instance, since: number | null): void {
    const service = byService.get(instance.service) ?? new Map<InstanceId, Candidate>();
    const known = service.get(instance.id);
    service.set(instance.id, candidateOf(rowIn(view, instance), known ? known.since : since));
    byService.set(instance.service, service);
  }

  /** A list is no arrival: whoever is on the first was there before. */
  function rebuild(view: View): Set<string> {
    const touched = new Set(byService.keys());
    for (const instances of byService.values()) instances.clear();
    for (const instance of view.instances.values()) {
      put(view, instance, null);
      touched.add(instance.service);
    }
    return touched;
  }

  function follow(previous: View, next: View): Set<string> {
    const touched = new Set<string>();
    const refresh = (instance: Instance) => {
      put(next, instance, now());
      touched.add(instance.service);
    };
    const leave = ({ service, id }: Instance) => {
      byService.get(service)?.delete(id);
      touched.add(service);
    };
    const { put: written, remove } = next.instances.since(previous.instances);
    for (const id of remove) {
      const before = previous.instances.get(id);
      if (before) leave(before);
    }
    for (const instance of written) {
      const before = previous.instances.get(instance.id);
      if (before && before.service !== instance.service) leave(before);
      refresh(instance);
    }
    for (const instance of markedAnew(previous, next)) refresh(instance);
    const moved = movedLeases(previous, next);
    if (moved.size > 0)
      for (const instance of next.instances.values())
        if (instance.leaseId !== null && moved.has(instance.leaseId)) refresh(instance);
    return touched;
  }

  function take({ previous, next }: RegistryUpdate): void {
    const touched = previous?.epoch === next.epoch ? follow(previous, next) : rebuild(next);
    if (touched.size === 0) return;
    for (const service of touched) lists.delete(service);
    for (const [service, instances] of byService) {
      if (byService.size <= MOST_EMPTY) break;
      if (instances.size === 0) byService.delete(service);
    }
    for (const listener of [...listeners]) listener(touched);
  }

  const first = registry.view();
  if (first) rebuild(first);
  const off = registry.onUpdate(take);

  return {
    get revision() {
      return registry.view()?.revision ?? "0";
    },
    get stale() {
      return registry.status().state !== "live";
    },
    of(service) {
      const known = lists.get(service);
      if (known) return known;
      const instances = byService.get(service);
      if (!instances) return null;
      const list = [...instances.values()];
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
