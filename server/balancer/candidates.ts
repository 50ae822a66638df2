import { candidateOf } from "@/lib/balancer/candidate";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import { type CandidateTable, createCandidateTable } from "@/lib/discovery/calls/candidate-table";
import { rowIn } from "@/lib/registry/select";
import { markedAnew, movedLeases } from "@/lib/registry/summaries";
import type { Instance } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import type { Registry, RegistryUpdate } from "@/server/registry/registry";

interface Options {
  registry: Pick<Registry, "view" | "status" | "onUpdate">;
  now(): number;
}

/**
 * Who may be sent something, by the console's own view, liveness and drains included: for the gateway, for test
 * requests and for picks. Nothing is kept until the first of them asks; from then on it is brought up to date within each
 * update, so it is to be made before whoever asks it in one.
 */
export function createCandidates({ registry, now }: Options): CandidateSource & { stop(): void } {
  const table = createCandidateTable();
  let asked = false;

  /** `since`: when it arrived, for somebody who was not known. */
  function put(view: View, instance: Instance, since: number | null): void {
    const known = table.get(instance);
    table.put(candidateOf(rowIn(view, instance), known ? known.since : since));
  }

  /** A list is no arrival: whoever is on the first was there before. Of an arrival since then the instance itself tells. */
  function rebuild(view: View): void {
    table.clear();
    for (const instance of view.instances.values()) put(view, instance, arrivedAt(instance));
  }

  function follow(previous: View, next: View): void {
    const refresh = (instance: Instance) => put(next, instance, now());
    const { put: written, remove } = next.instances.since(previous.instances);
    for (const id of remove) {
      const before = previous.instances.get(id);
      if (before) table.remove(before);
    }
    for (const instance of written) {
      const before = previous.instances.get(instance.id);
      if (before && before.service !== instance.service) table.remove(before);
      refresh(instance);
    }
    for (const instance of markedAnew(previous, next)) refresh(instance);
    const moved = movedLeases(previous, next);
    if (moved.size > 0)
      for (const instance of next.instances.values())
        if (instance.leaseId !== null && moved.has(instance.leaseId)) refresh(instance);
  }

  function take({ previous, next }: RegistryUpdate): void {
    if (!asked) return;
    if (previous?.epoch === next.epoch) follow(previous, next);
    else rebuild(next);
    if (table.changed.size > 0) table.tell();
  }

  /** The table, kept from now on. */
  function ask(): CandidateTable {
    if (asked) return table;
    asked = true;
    const first = registry.view();
    if (first) {
      rebuild(first);
      table.tell();
    }
    return table;
  }

  const off = registry.onUpdate(take);

  return {
    get revision() {
      return registry.view()?.revision ?? "0";
    },
    get stale() {
      return registry.status().state !== "live";
    },
    of: (service) => ask().of(service),
    services: () => ask().services(),
    onChange: (listener) => ask().onChange(listener),
    stop: off,
  };
}

/** When it was seen to arrive; null where it was there before, or came at some time while nobody watched. */
function arrivedAt({ seen }: Instance): number | null {
  return typeof seen?.created === "number" ? seen.created : null;
}
