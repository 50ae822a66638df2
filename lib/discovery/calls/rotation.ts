import type { Clock } from "@/lib/clock";
import type { Candidate, CandidateSource } from "./candidate";
import type { Decision } from "./decisions";
import { createOutliers, type OutlierOptions } from "./outliers";
import { type ConnectionOptions, createUpstream, httpEndpointOf, originOf, type Upstream } from "./upstream";

export interface RotationOptions {
  service: string;
  source: CandidateSource;
  random: () => number;
  clock: Clock;
  outliers?: OutlierOptions;
  connections?: ConnectionOptions;
  onDecision?: ((decision: Decision) => void) | null;
}

/** The instances of one service that take turns. */
export interface Rotation {
  /** Whom the policy chooses among those not tried yet; null where nobody is left. */
  pick(tried: ReadonlySet<Upstream> | null, key?: string): Upstream | null;
  /** The connection to one instance, whatever the policy thinks of it; null where it has none or is not there. */
  upstreamOf(id: string): Upstream | null;
  started(upstream: Upstream): void;
  /** Whether it did what is expected of an instance; once for each attempt that says something about it. */
  judged(upstream: Upstream, good: boolean): void;
  ended(upstream: Upstream): void;
  /** What the source says of the service now. To be called when it changed, before anything else is picked. */
  refresh(): void;
  isEjected(id: string): boolean;
  stop(): void;
}

export function createRotation(options: RotationOptions): Rotation {
  const { service, source, random, clock, onDecision } = options;
  const upstreams = new Map<string, Upstream>();
  let candidates: readonly Candidate[] = [];
  let list: Upstream[] | null = null;

  const outliers = createOutliers({
    ...options.outliers,
    clock,
    onEjected({ id, ...ejection }) {
      list = null;
      const instance = upstreams.get(id)?.instance;
      if (instance) onDecision?.({ kind: "ejected", service, instance, ...ejection });
    },
    onReturned(id) {
      list = null;
      const instance = upstreams.get(id)?.instance;
      if (instance) onDecision?.({ kind: "returned", service, instance });
    },
    onSpared(id, evidence) {
      const instance = upstreams.get(id)?.instance;
      if (instance) onDecision?.({ kind: "spared", service, instance, evidence });
    },
  });

  function refresh(): void {
    const next = source.of(service) ?? [];
    if (next === candidates) return;
    candidates = next;
    list = null;
    const present = new Set<string>();
    for (const { instance, adminState } of candidates) {
      const endpoint = httpEndpointOf(instance);
      if (!endpoint) continue;
      present.add(instance.id);
      const known = upstreams.get(instance.id);
      if (known?.origin === originOf(endpoint) && known.instance === instance) {
        known.open = adminState === "in-service";
        continue;
      }
      known?.close();
      const upstream = createUpstream(instance, endpoint, options.connections ?? {});
      upstream.open = adminState === "in-service";
      upstreams.set(instance.id, upstream);
    }
    for (const [id, upstream] of upstreams) {
      if (present.has(id)) continue;
      upstream.close();
      upstreams.delete(id);
    }
    outliers.present(present);
  }

  refresh();

  return {
    pick(tried) {
      list ??= [...upstreams.values()].filter(({ open, instance }) => open && !outliers.isEjected(instance.id));
      const choice = tried ? list.filter((one) => !tried.has(one)) : list;
      return choice[Math.floor(random() * choice.length)] ?? null;
    },
    upstreamOf: (id) => upstreams.get(id) ?? null,
    started(upstream) {
      upstream.running += 1;
    },
    judged(upstream, good) {
      if (good) outliers.succeeded(upstream.instance.id);
      else outliers.failed(upstream.instance.id);
    },
    ended(upstream) {
      upstream.running -= 1;
    },
    refresh,
    isEjected: outliers.isEjected,
    stop() {
      outliers.stop();
      for (const upstream of upstreams.values()) upstream.close();
      upstreams.clear();
    },
  };
}
