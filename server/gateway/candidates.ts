import { candidateOf } from "@/lib/balancer/candidate";
import type { Candidate } from "@/lib/balancer/types";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import { rowIn } from "@/lib/registry/select";
import type { Instance, InstanceId } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import type { Registry, RegistryUpdate } from "@/server/registry/registry";

interface Options {
  registry: Pick<Registry, "view" | "status" | "onUpdate">;
  now(): number;
}

/** The console's own view as the gateway uses it: liveness and drains included, brought up to date within each update. */
export function candidatesOfRegistry({ registry, now }: Options): CandidateSource & { stop(): void } {
  const byService = new Map<string, Map<InstanceId, Candidate>>();
  const lists = new Map<string, readonly Candidate[]>();
  const listeners = new Set<(services: ReadonlySet<string>) => void>();

  function put(view: View, instance: Instance, since: number | null): void {
    const service = byService.get(instance.service) ?? new Map<InstanceId, Candidate>();
    const known = service.get(instance.id);
    service.set(instance.id, candidateOf(rowIn(view, instance), known ? known.since : since));
    byService.set(instance.service, service);
  }

  function rebuild(view: View): Set<string> {
    const touched = new Set(byService.keys());
    for (const instances of byService.values()) instances.clear();
    for (const instance of view.instances.values()) {
      put(view, instance, null);
      touched.add(instance.service);
    }
    return touched;
  }

  function follow(previous: View, next: View, { events, amended = [] }: RegistryUpdate): Set<string> {
    const touched = new Set<string>();
    const { put: written, remove } = next.instances.since(previous.instances);
    for (const id of remove) leave(previous.instances.get(id));
    for (const instance of written) {
      const before = previous.instances.get(instance.id);
      if (before && before.service !== instance.service) leave(before);
      refresh(instance, now());
    }
    const drains = next.drains.since(previous.drains);
    const drained = new Set([...drains.put.map(({ key }) => key), ...drains.remove]);
    for (const key of drained) refresh(next.instances.get(key), null);
    if (drained.size > 0) refreshGroups(drained);
    for (const { instanceId } of [...events, ...amended])
      if (instanceId !== undefined) refresh(next.instances.get(instanceId), now());
    return touched;

    function leave(instance: Instance | undefined): void {
      if (!instance) return;
      byService.get(instance.service)?.delete(instance.id);
      touched.add(instance.service);
    }
    function refresh(instance: Instance | undefined, since: number | null): void {
      if (!instance) return;
      put(next, instance, since);
      touched.add(instance.service);
    }
    /** Keys that hold several instances, each with an id of its own. */
    function refreshGroups(keys: ReadonlySet<string>): void {
      for (const instances of byService.values())
        for (const { instance } of instances.values())
          if (instance.keys[0] !== instance.id && keys.has(instance.keys[0] ?? "")) refresh(instance, null);
    }
  }

  function take(update: RegistryUpdate): void {
    const { previous, next } = update;
    const touched = previous?.epoch === next.epoch ? follow(previous, next, update) : rebuild(next);
    if (touched.size === 0) return;
    for (const service of touched) lists.delete(service);
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
