import type { ChangeLine, TestLine, TestRequests } from "@/lib/api/test-requests";
import { createBalancer } from "@/lib/balancer/balancer";
import { seededRandom } from "@/lib/balancer/seeded-random";
import type { Candidate, Picker, PolicyId } from "@/lib/balancer/types";
import type { Clock } from "@/lib/clock";
import { createOutliers } from "@/lib/discovery/calls/outliers";
import type { InstanceId } from "@/lib/registry/types";
import { membersOf } from "@/server/balancer/members";
import type { Callers } from "./callers";
import { failed, type Outcome } from "./outcome";

export interface LaneOptions {
  lane: number;
  policy: PolicyId;
  wanted: TestRequests;
  seed: number;
  callers: Callers;
  clock: Clock;
  /** Milliseconds since the run began. */
  atMs(): number;
  revision(): string;
  candidates(): readonly Candidate[];
  push(line: TestLine): void;
  signal: AbortSignal;
}

/** One policy's part in a run: it chooses, sends, retries and leaves out who keeps failing. */
export interface Lane {
  /** One request, with its retries. Never rejects. */
  send(request: number): Promise<void>;
  /** The registry has changed. */
  refresh(): void;
  stop(): void;
}

interface Choice {
  candidate: Candidate | null;
  /** By which it was made. */
  rotation: number;
}

/** As gateways have it: nothing was sent, or sending it twice does no harm. */
const IDEMPOTENT = new Set(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"]);

export function createLane(options: LaneOptions): Lane {
  const { lane, policy, wanted, callers, clock, atMs, push, signal } = options;
  const { datacenter, slowStartSeconds, key } = wanted;
  const balancer = createBalancer({
    policy,
    random: seededRandom(options.seed),
    now: clock.now,
    zone: datacenter === undefined ? null : { datacenter },
    slowStartMs: slowStartSeconds * 1_000,
  });
  const outliers = createOutliers({
    clock,
    onEjected: ({ id, forMs, evidence, times }) =>
      tell("ejected", id, `Left out for ${Math.round(forMs / 1_000)} s: ${evidence}.`, times),
    onReturned: (id) => tell("returned", id, "Takes part again.", atMs()),
  });
  let candidates: readonly Candidate[] | null = null;
  let picker: Picker | null = null;
  let rotation = -1;
  const shown = new Set<string>();

  function tell(what: ChangeLine["what"], id: InstanceId, words: string, mark: number): void {
    picker = null;
    const name = candidates?.find(({ instance }) => instance.id === id)?.instance.instance ?? null;
    const line = { lane, instance: id, name, words, revision: null };
    push({ kind: "change", atMs: atMs(), id: `${lane}:${what}:${id}:${mark}`, what, ...line });
  }

  function currentPicker(): Picker {
    if (picker && (picker.until === null || clock.now() < picker.until)) return picker;
    candidates = options.candidates();
    outliers.present(new Set(candidates.map(({ instance }) => instance.id)));
    picker = balancer.picker(candidates, outliers.ejected);
    rotation += 1;
    const members = membersOf(picker, key);
    push({ kind: "rotation", lane, atMs: atMs(), rotation, revision: options.revision(), members });
    return picker;
  }

  function mayRetry(outcome: Outcome, attempt: number): boolean {
    if (outcome.kind === "answered" || attempt > wanted.retries || signal.aborted) return false;
    return !outcome.sent || wanted.protocol === "tcp" || wanted.protocol === "grpc" || IDEMPOTENT.has(wanted.method);
  }

  function choose(request: number, tried: ReadonlySet<InstanceId>): Choice {
    const candidate = currentPicker().pick({ key: key ?? String(request), except: tried });
    return { candidate, rotation };
  }

  /** Answers who is asked next; null where it was the last attempt. A choice is made once: some policies count turns. */
  async function attempt(
    request: number,
    number: number,
    tried: Set<InstanceId>,
    choice: Choice,
  ): Promise<Choice | null> {
    const { candidate: chosen, rotation: by } = choice;
    const startedAt = performance.now();
    const beganAt = atMs();
    let outcome: Outcome;
    if (chosen) {
      tried.add(chosen.instance.id);
      balancer.started(chosen);
      outcome = await callers.call(chosen.instance, AbortSignal.any([signal, AbortSignal.timeout(wanted.timeoutMs)]));
      balancer.ended(chosen);
      if (wanted.ejection && !signal.aborted)
        if (outcome.kind === "answered") outliers.succeeded(chosen.instance.id);
        else outliers.failed(chosen.instance.id);
    } else outcome = failed("no-instance", "Nobody was left that may be sent anything.");
    // What was under way when somebody stopped the run has no outcome.
    if (signal.aborted) return null;
    const next = mayRetry(outcome, number) ? choose(request, tried) : null;
    const again = next?.candidate ? next : null;
    push({
      kind: "attempt",
      lane,
      request,
      attempt: number,
      rotation: by,
      instance: chosen?.instance.id ?? null,
      atMs: beganAt,
      latencyMs: performance.now() - startedAt,
      outcome: outcome.kind,
      cause: outcome.kind === "failed" ? outcome.cause : null,
      message: outcome.kind === "failed" ? outcome.message : null,
      status: outcome.status,
      retried: again !== null,
      bytes: outcome.bytes,
      shown: firstOfItsKind(chosen, outcome),
    });
    return again;
  }

  function firstOfItsKind(chosen: Candidate | null, { text, status }: Outcome): string | null {
    const kind = `${chosen?.instance.id} ${status}`;
    if (text === null || shown.has(kind)) return null;
    shown.add(kind);
    return text;
  }

  currentPicker();

  return {
    async send(request) {
      const tried = new Set<InstanceId>();
      let choice: Choice | null = choose(request, tried);
      for (let number = 1; choice !== null; number++) choice = await attempt(request, number, tried, choice);
    },
    refresh() {
      if (options.candidates() === candidates) return;
      picker = null;
      currentPicker();
    },
    stop: outliers.stop,
  };
}
