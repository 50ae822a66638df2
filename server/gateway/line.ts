import type { CallParts } from "@/lib/discovery/calls/call.types";
import { createRetryBudget, type RetryBudget } from "@/lib/discovery/calls/retry-budget";
import { createRotation, type Rotation } from "@/lib/discovery/calls/rotation";
import type { ConnectionOptions } from "@/lib/discovery/calls/upstream";
import type { GatewayLimits, GatewayOptions, ServiceTraffic } from "./gateway.types";

/** Everything that is kept of one service. */
export interface Line {
  readonly service: string;
  readonly rotation: Rotation;
  readonly budget: RetryBudget;
  readonly parts: CallParts;
  readonly traffic: { -readonly [Key in keyof ServiceTraffic]: ServiceTraffic[Key] } & { byClass: number[] };
}

export interface Lines {
  /** Null where no such service was ever known. */
  of(service: string): Line | null;
  all(): Iterable<Line>;
  stop(): void;
}

type Options = Pick<GatewayOptions, "source" | "policy" | "zone" | "clock" | "random" | "onDecision">;

/** So many services that nobody serves any more are remembered with their counts, those asked last. */
const MOST_DESERTED = 100;

/**
 * Made at a service's first request, and brought up to date before the source's change is over. Whoever may register
 * may make up any number of names: what is kept of a service goes soon after its last instance.
 */
export function createLines(options: Options, limits: GatewayLimits, connections: ConnectionOptions): Lines {
  const { source, clock, random = Math.random, policy, zone = null, onDecision } = options;
  const lines = new Map<string, Line>();
  const off = source.onChange((services) => {
    if (lines.size <= services.size)
      for (const [service, { rotation }] of lines) services.has(service) && rotation.refresh();
    else for (const service of services) lines.get(service)?.rotation.refresh();
    for (const service of services) if (lines.has(service)) noteDeserted(service);
    prune();
  });
  /** Services with a line and without instances; who was asked last stands last. */
  const deserted = new Set<string>();

  function noteDeserted(service: string): void {
    deserted.delete(service);
    if ((source.of(service)?.length ?? 0) === 0) deserted.add(service);
  }

  function prune(): void {
    for (const service of deserted) {
      if (deserted.size <= MOST_DESERTED) return;
      const line = lines.get(service);
      // What is under way there is counted until it ends.
      if (line && line.traffic.running > 0) continue;
      deserted.delete(service);
      lines.delete(service);
      line?.rotation.stop();
    }
  }

  function create(service: string): Line {
    const traffic = {
      service,
      requests: 0,
      byClass: [0, 0, 0, 0, 0, 0],
      retries: 0,
      ejections: 0,
      running: 0,
      durationMs: 0,
    };
    const rotation = createRotation({
      service,
      source,
      policy,
      zone,
      random,
      clock,
      connections,
      onDecision(decision) {
        if (decision.kind === "ejected") traffic.ejections += 1;
        onDecision?.(decision);
      },
    });
    const budget = createRetryBudget({ now: clock.now });
    const parts = { rotation, budget, service, limits, onDecision: onDecision ?? null };
    return { service, rotation, budget, parts, traffic };
  }

  return {
    of(service) {
      const known = lines.get(service);
      if (known && !deserted.has(service)) return known;
      if (source.of(service) === null) return null;
      const line = known ?? create(service);
      lines.set(service, line);
      noteDeserted(service);
      prune();
      return line;
    },
    all: () => lines.values(),
    stop() {
      off();
      for (const { rotation } of lines.values()) rotation.stop();
      lines.clear();
    },
  };
}
