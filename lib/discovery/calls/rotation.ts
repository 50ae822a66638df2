import { createBalancer } from "@/lib/balancer/balancer";
import type { BalancerOptions, Candidate, Picker } from "@/lib/balancer/types";
import type { Clock } from "@/lib/clock";
import type { InstanceId } from "@/lib/registry/types";
import type { CandidateSource } from "./candidate-source";
import type { Decision } from "./decisions";
import { httpEndpointOf, spokenInstead } from "./endpoints";
import { createOutliers, type OutlierOptions } from "./outliers";
import { type ConnectionOptions, createUpstream, originOf, type Upstream } from "./upstream";

export interface RotationOptions extends Pick<BalancerOptions, "policy" | "zone" | "slowStartMs"> {
  service: string;
  source: CandidateSource;
  random: () => number;
  clock: Clock;
  outliers?: OutlierOptions | undefined;
  connections?: ConnectionOptions | undefined;
  onDecision?: ((decision: Decision) => void) | null;
}

/** The instances of one service that take turns, each with its connections. */
export interface Rotation {
  /** Whom the policy chooses among those not tried yet; null where nobody is left. */
  pick(tried: ReadonlySet<InstanceId> | null, key?: string): Upstream | null;
  /** Whether `pick` would find anybody; no turn is taken by asking. */
  hasOther(tried: ReadonlySet<InstanceId>): boolean;
  /** The connection to one instance, whatever the policy thinks of it; null where it has none or is not there. */
  upstreamOf(id: InstanceId): Upstream | null;
  started(upstream: Upstream): void;
  /** Whether it did what is expected of an instance; once for each attempt that says something about it. */
  judged(upstream: Upstream, good: boolean): void;
  ended(upstream: Upstream): void;
  /** What the source says of the service now. To be called when it changed, before anything else is picked. */
  refresh(): void;
  readonly ejected: ReadonlySet<InstanceId>;
  /** Where HTTP can be spoken to it, present instances all. */
  readonly candidates: readonly Candidate[];
  /** Where instances are there and HTTP is spoken by none of them: what they have instead, in words. Null otherwise. */
  readonly withoutEndpoint: string | null;
  stop(): void;
}

export function createRotation(options: RotationOptions): Rotation {
  const { service, source, clock, onDecision } = options;
  const upstreams = new Map<InstanceId, Upstream>();
  const balancer = createBalancer({ ...options, now: clock.now });
  let listed: readonly Candidate[] | null = null;
  let candidates: Candidate[] = [];
  let picker: Picker | null = null;
  let withoutEndpoint: string | null = null;

  const tell = (id: InstanceId, decision: (about: Pick<Upstream, "instance">) => Decision) => {
    const upstream = upstreams.get(id);
    if (upstream) onDecision?.(decision(upstream));
  };
  const outliers = createOutliers({
    ...options.outliers,
    clock,
    onEjected({ id, ...ejection }) {
      picker = null;
      tell(id, ({ instance }) => ({ kind: "ejected", service, instance, ...ejection }));
    },
    onReturned(id) {
      picker = null;
      tell(id, ({ instance }) => ({ kind: "returned", service, instance }));
    },
    onSpared: (id, evidence) => tell(id, ({ instance }) => ({ kind: "spared", service, instance, evidence })),
  });

  function refresh(): void {
    const next = source.of(service) ?? [];
    if (next === listed) return;
    listed = next;
    picker = null;
    const present = next.filter(({ liveness }) => liveness !== "gone");
    candidates = present.filter(({ instance }) => httpEndpointOf(instance) !== null);
    withoutEndpoint =
      present.length > 0 && candidates.length === 0 ? spokenInstead(present.map(({ instance }) => instance)) : null;
    for (const candidate of candidates) connectTo(candidate);
    const callable = new Set(candidates.map(({ instance }) => instance.id));
    for (const [id, upstream] of upstreams) {
      if (callable.has(id)) continue;
      upstream.close();
      upstreams.delete(id);
    }
    outliers.present(callable);
  }

  /** Connections stay as long as the address does, whatever else is written into a registration. */
  function connectTo({ instance, adminState }: Candidate): void {
    const endpoint = httpEndpointOf(instance);
    if (!endpoint) return;
    const known = upstreams.get(instance.id);
    const stays = known?.origin === originOf(endpoint) && known.instance.createRevision === instance.createRevision;
    if (known && !stays) known.close();
    const upstream = known && stays ? known : createUpstream(instance, endpoint, options.connections ?? {});
    upstream.instance = instance;
    upstream.open = adminState === "in-service";
    upstreams.set(instance.id, upstream);
  }

  function current(): Picker {
    if (picker === null || (picker.until !== null && picker.until <= clock.now()))
      picker = balancer.picker(candidates, outliers.ejected);
    return picker;
  }

  refresh();

  return {
    pick(except, key) {
      const candidate = current().pick({ except, key });
      return candidate ? (upstreams.get(candidate.instance.id) ?? null) : null;
    },
    hasOther: (tried) =>
      current().standings.some(({ rank, candidate }) => rank !== "never" && !tried.has(candidate.instance.id)),
    upstreamOf: (id) => upstreams.get(id) ?? null,
    started: balancer.started,
    ended: balancer.ended,
    judged({ instance }, good) {
      if (good) outliers.succeeded(instance.id);
      else outliers.failed(instance.id);
    },
    refresh,
    get ejected() {
      return outliers.ejected;
    },
    get candidates() {
      return candidates;
    },
    get withoutEndpoint() {
      return withoutEndpoint;
    },
    stop() {
      outliers.stop();
      for (const upstream of upstreams.values()) upstream.close();
      upstreams.clear();
      candidates = [];
      picker = null;
    },
  };
}
