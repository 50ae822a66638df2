import type { Candidate } from "@/lib/balancer/types";
import type { Instance, InstanceId } from "@/lib/registry/types";
import type { CandidateSource } from "./candidate-source";

/** Candidates by service, changed one by one and told together: what every source of them keeps. */
export interface CandidateTable extends Pick<CandidateSource, "of" | "services" | "onChange"> {
  get(of: Pick<Instance, "service" | "id">): Candidate | undefined;
  put(candidate: Candidate): void;
  remove(of: Pick<Instance, "service" | "id">): void;
  /** Nobody is left anywhere; the services stay known. */
  clear(): void;
  /** Services that changed and were not told yet. */
  readonly changed: ReadonlySet<string>;
  /** Tells whoever listens what changed, be it nothing. */
  tell(): void;
}

/** So many services without instances are remembered: enough to tell "nobody is there now" from "no such service". */
const MOST_EMPTY = 10_000;

export function createCandidateTable(): CandidateTable {
  const byService = new Map<string, Map<InstanceId, Candidate>>();
  const lists = new Map<string, readonly Candidate[]>();
  const listeners = new Set<(services: ReadonlySet<string>) => void>();
  let changed = new Set<string>();

  function touch(service: string): void {
    changed.add(service);
    lists.delete(service);
  }

  return {
    get: ({ service, id }) => byService.get(service)?.get(id),
    put(candidate) {
      const { service, id } = candidate.instance;
      const candidates = byService.get(service) ?? new Map<InstanceId, Candidate>();
      byService.set(service, candidates.set(id, candidate));
      touch(service);
    },
    remove({ service, id }) {
      byService.get(service)?.delete(id);
      touch(service);
    },
    clear() {
      for (const [service, candidates] of byService) {
        candidates.clear();
        touch(service);
      }
    },
    get changed() {
      return changed;
    },
    tell() {
      for (const [service, { size }] of byService) {
        if (byService.size <= MOST_EMPTY) break;
        if (size === 0) byService.delete(service);
      }
      const told = changed;
      changed = new Set();
      for (const listener of [...listeners]) listener(told);
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
  };
}
