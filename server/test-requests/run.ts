import type { AttemptLine, SummaryLine, TestLine, TestRequests } from "@/lib/api/test-requests";
import type { Candidate } from "@/lib/balancer/types";
import type { Clock } from "@/lib/clock";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import type { InstanceId } from "@/lib/registry/types";
import { count, createTally, summaryOf } from "@/lib/test-requests/tally";
import type { Reach } from "@/server/reach/reach.types";
import type { Registry } from "@/server/registry/registry";
import { createCallers } from "./callers";
import { changesOf, overdueOf } from "./changes";
import { createLane } from "./lane";
import { createLines } from "./lines";

export interface RunOptions {
  wanted: TestRequests;
  seed: number;
  registry: Registry;
  candidates: Pick<CandidateSource, "of">;
  reach: Reach;
  clock: Clock;
  /** Told once, however it ends. */
  onEnd(): void;
  /** Each attempt that reached an instance or should have. */
  onAttempt(instance: InstanceId, attempt: Pick<AttemptLine, "outcome" | "cause" | "status">): void;
}

/** Whoever asks for a run of requests that time out one after the other gets it ended. */
const LONGEST_MS = 600_000;

export interface Run {
  /** To be read: nothing is sent faster than that. */
  readonly pieces: AsyncIterable<string>;
  stop(): void;
}

/** Sends what was asked for, by every policy at once, while the registry goes on changing. */
export function startRun(options: RunOptions): Run {
  const { wanted, seed, registry, candidates, clock } = options;
  const { service } = wanted;
  const policies = [wanted.policy, ...wanted.against];
  const abort = new AbortController();
  const startedAt = performance.now();
  const atMs = () => performance.now() - startedAt;
  const lines = createLines(stop);
  const tally = createTally(policies);
  const callers = createCallers(options.reach, { ...wanted, healthService: "" });
  let seen: readonly Candidate[] = candidates.of(service) ?? [];
  let ended = false;

  function push(line: TestLine): void {
    count(tally, line);
    if (line.kind === "attempt" && line.instance !== null) options.onAttempt(line.instance, line);
    lines.push(line);
  }

  const revision = () => registry.view()?.revision ?? "0";
  push({ kind: "start", at: clock.now(), service, policies, seed, count: wanted.count, revision: revision() });
  const lanes = policies.map((policy, lane) =>
    createLane({
      lane,
      policy,
      wanted,
      seed,
      callers,
      clock,
      atMs,
      revision,
      candidates: () => candidates.of(service) ?? [],
      push,
      signal: abort.signal,
    }),
  );

  const offUpdate = registry.onUpdate(({ events, amended = [] }) => {
    for (const line of changesOf([...events, ...amended], service, atMs())) push(line);
    const now = candidates.of(service) ?? [];
    if (now === seen) return;
    for (const line of overdueOf(seen, now, atMs())) push(line);
    seen = now;
    for (const lane of lanes) lane.refresh();
  });
  const cancelLongest = clock.setTimeout(() => end("time"), LONGEST_MS);

  function stop(): void {
    if (ended) return;
    ended = true;
    offUpdate();
    cancelLongest();
    for (const lane of lanes) lane.stop();
    abort.abort();
    callers.close();
    lines.end();
    options.onEnd();
  }

  function end(how: SummaryLine["ended"]): void {
    if (ended) return;
    push(summaryOf(tally, how, atMs()));
    stop();
  }

  /** All workers of a lane share its numbers and its pace: a slow instance makes nobody send faster afterwards. */
  async function drive(lane: (typeof lanes)[number]): Promise<void> {
    let next = 0;
    let dueAt = 0;
    const worker = async () => {
      while (next < wanted.count && !ended) {
        const request = next++;
        const now = atMs();
        dueAt = Math.max(dueAt, now);
        const waitMs = dueAt - now;
        dueAt += 1_000 / wanted.perSecond;
        // A timer is late by a millisecond or so: shorter waits are no waits.
        if (waitMs > 1) await new Promise<void>((resolve) => void clock.setTimeout(resolve, waitMs));
        await lines.room();
        if (!ended) await lane.send(request);
      }
    };
    await Promise.all(Array.from({ length: Math.min(wanted.concurrency, wanted.count) }, worker));
  }

  void Promise.all(lanes.map(drive)).then(() => end("done"));

  return { pieces: lines.pieces, stop };
}
