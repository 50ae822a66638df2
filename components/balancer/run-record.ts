import type { AttemptLine, ChangeLine, RotationLine, SummaryLine, TestLine } from "@/lib/api/test-requests";
import type { PolicyId } from "@/lib/balancer/types";
import { count, createTally, type LaneTally } from "@/lib/test-requests/tally";
import { binOf } from "./log-bins";

/** Width of the bins in which attempts are counted over time. */
export const BIN_MS = 100;

export interface LaneRecord {
  tally: LaneTally;
  rotation: RotationLine | null;
  /** Names of everybody who took part, in the order of their first rotation. */
  names: Map<string, RotationLine["members"][number]>;
  /** By the time at which they ended, in bins of `BIN_MS`. */
  answeredBy: number[];
  failedBy: number[];
  /** Answered attempts, by `binOf` their latency. */
  latencyBins: number[];
  /** The first failed attempt of each cause and instance. */
  firstFailures: Map<string, { line: AttemptLine; times: number }>;
}

/** A run as it was told so far. Grows by `take`; whoever draws looks at `version`. */
export interface RunRecord {
  lines: TestLine[];
  startedAt: number;
  seed: number;
  revision: string;
  service: string;
  /** Of each lane. */
  requests: number;
  lanes: LaneRecord[];
  /** Newest telling of each, in the order of their first. */
  changes: Map<string, ChangeLine>;
  summary: SummaryLine | null;
  /** How far it has come. */
  atMs: number;
  version: number;
}

export function createRecord(line: Extract<TestLine, { kind: "start" }>): RunRecord {
  return {
    lines: [line],
    startedAt: line.at,
    seed: line.seed,
    revision: line.revision,
    service: line.service,
    requests: line.count,
    lanes: createTally(line.policies).map(createLane),
    changes: new Map(),
    summary: null,
    atMs: 0,
    version: 0,
  };
}

function createLane(tally: LaneTally): LaneRecord {
  return {
    tally,
    rotation: null,
    names: new Map(),
    answeredBy: [],
    failedBy: [],
    latencyBins: [],
    firstFailures: new Map(),
  };
}

export function policiesOf({ lanes }: RunRecord): PolicyId[] {
  return lanes.map(({ tally }) => tally.policy);
}

export function take(record: RunRecord, line: TestLine): void {
  record.lines.push(line);
  record.version += 1;
  count(
    record.lanes.map(({ tally }) => tally),
    line,
  );
  switch (line.kind) {
    case "attempt":
      takeAttempt(record.lanes[line.lane], line);
      record.atMs = Math.max(record.atMs, line.atMs + line.latencyMs);
      break;
    case "rotation": {
      const lane = record.lanes[line.lane];
      if (!lane) break;
      lane.rotation = line;
      for (const member of line.members) lane.names.set(member.id, member);
      break;
    }
    case "change":
      record.changes.set(line.id, { ...line, atMs: record.changes.get(line.id)?.atMs ?? line.atMs });
      record.atMs = Math.max(record.atMs, line.atMs);
      break;
    case "summary":
      record.summary = line;
      record.atMs = line.elapsedMs;
      break;
    case "start":
      break;
  }
}

function takeAttempt(lane: LaneRecord | undefined, line: AttemptLine): void {
  if (!lane) return;
  const at = Math.floor((line.atMs + line.latencyMs) / BIN_MS);
  const bins = line.outcome === "answered" ? lane.answeredBy : lane.failedBy;
  bins[at] = (bins[at] ?? 0) + 1;
  if (line.outcome === "answered") {
    const bin = binOf(line.latencyMs);
    lane.latencyBins[bin] = (lane.latencyBins[bin] ?? 0) + 1;
    return;
  }
  const name = `${line.cause} ${line.instance}`;
  const known = lane.firstFailures.get(name);
  if (known) known.times += 1;
  else lane.firstFailures.set(name, { line, times: 1 });
}
