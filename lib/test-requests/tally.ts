import type { AttemptLine, ChangeLine, RotationLine, SummaryLine, TestLine } from "@/lib/api/test-requests";
import type { PolicyId } from "@/lib/balancer/types";
import type { InstanceId } from "@/lib/registry/types";

export interface InstanceTally {
  id: InstanceId;
  /** First attempts. */
  picked: number;
  /** Of those, the ones that failed. */
  pickedFailed: number;
  /** Later attempts. */
  retried: number;
  answered: number;
  failed: number;
}

export interface LaneTally {
  policy: PolicyId;
  requests: number;
  answered: number;
  failed: number;
  retries: number;
  ejections: number;
  /** Of answered attempts, in no order. */
  latencies: number[];
  statuses: Record<string, number>;
  causes: Record<string, number>;
  instances: Map<InstanceId, InstanceTally>;
  rotations: RotationLine[];
  /** First attempts by rotation. */
  picksBy: number[];
}

/** What a run's lines add up to: on the server for its summary, on the page while they come, in the command. */
export function createTally(policies: readonly PolicyId[]): LaneTally[] {
  return policies.map((policy) => ({
    policy,
    requests: 0,
    answered: 0,
    failed: 0,
    retries: 0,
    ejections: 0,
    latencies: [],
    statuses: {},
    causes: {},
    instances: new Map(),
    rotations: [],
    picksBy: [],
  }));
}

/** Takes in one line; changes what it is given. */
export function count(lanes: readonly LaneTally[], line: TestLine): void {
  if (line.kind === "rotation") countRotation(lanes[line.lane], line);
  else if (line.kind === "attempt") countAttempt(lanes[line.lane], line);
  else if (line.kind === "change") countChange(lanes, line);
}

function countRotation(lane: LaneTally | undefined, line: RotationLine): void {
  if (!lane) return;
  lane.rotations[line.rotation] = line;
  for (const { id, rank } of line.members) if (rank !== "never") instanceOf(lane, id);
}

function countAttempt(lane: LaneTally | undefined, line: AttemptLine): void {
  if (!lane) return;
  const answered = line.outcome === "answered";
  if (!line.retried) {
    lane.requests += 1;
    lane[answered ? "answered" : "failed"] += 1;
  }
  if (line.attempt > 1) lane.retries += 1;
  if (answered) lane.latencies.push(line.latencyMs);
  if (line.status !== null) lane.statuses[line.status] = (lane.statuses[line.status] ?? 0) + 1;
  if (line.cause !== null) lane.causes[line.cause] = (lane.causes[line.cause] ?? 0) + 1;
  if (line.instance === null) return;
  const instance = instanceOf(lane, line.instance);
  if (line.attempt === 1) {
    instance.picked += 1;
    if (!answered) instance.pickedFailed += 1;
    lane.picksBy[line.rotation] = (lane.picksBy[line.rotation] ?? 0) + 1;
  } else instance.retried += 1;
  instance[answered ? "answered" : "failed"] += 1;
}

function countChange(lanes: readonly LaneTally[], { what, lane }: ChangeLine): void {
  const one = lane === null ? undefined : lanes[lane];
  if (one && what === "ejected") one.ejections += 1;
}

function instanceOf(lane: LaneTally, id: InstanceId): InstanceTally {
  let instance = lane.instances.get(id);
  if (!instance) {
    instance = { id, picked: 0, pickedFailed: 0, retried: 0, answered: 0, failed: 0 };
    lane.instances.set(id, instance);
  }
  return instance;
}

/** First attempts that the policy promised each, over all the rotations that there were. */
export function expectedOf({ rotations, picksBy }: LaneTally): Map<InstanceId, number> {
  const expected = new Map<InstanceId, number>();
  for (const [rotation, picks] of picksBy.entries())
    for (const { id, share } of rotations[rotation]?.members ?? [])
      if (picks && share > 0) expected.set(id, (expected.get(id) ?? 0) + picks * share);
  return expected;
}

/** Of values in no order; null where there are none. By the nearest rank. */
export function percentilesOf(
  values: readonly number[],
): { p50: number; p90: number; p99: number; max: number } | null {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return null;
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

export function summaryOf(lanes: readonly LaneTally[], ended: SummaryLine["ended"], elapsedMs: number): SummaryLine {
  return {
    kind: "summary",
    ended,
    elapsedMs,
    lanes: lanes.map((lane) => {
      const expected = expectedOf(lane);
      const { policy, requests, answered, failed, retries, ejections, statuses, causes } = lane;
      return {
        policy,
        requests,
        answered,
        failed,
        retries,
        ejections,
        latencyMs: percentilesOf(lane.latencies),
        statuses,
        causes,
        instances: [...lane.instances.values()].map(({ pickedFailed: _, ...instance }) => ({
          ...instance,
          expected: expected.get(instance.id) ?? 0,
        })),
      };
    }),
  };
}
