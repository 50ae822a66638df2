import { randomInt } from "node:crypto";
import type { Counter } from "prom-client";
import type { TestRequests } from "@/lib/api/test-requests";
import type { Clock } from "@/lib/clock";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import { Problem } from "@/lib/errors";
import type { Reach } from "@/server/reach/reach.types";
import type { Registry } from "@/server/registry/registry";
import { sightingKind } from "@/server/traffic/kind-of";
import type { TrafficCounts } from "@/server/traffic/traffic-counts";
import { type Run, startRun } from "./run";

export interface TestRequestParts {
  registry: Registry;
  candidates: Pick<CandidateSource, "of">;
  reach: Reach;
  clock: Clock;
  methods: readonly string[];
  attempts: Pick<Counter<"outcome">, "inc">;
  traffic: Pick<TrafficCounts, "count">;
}

export interface TestRequestRuns {
  /** Beside those of protocols without methods. */
  readonly methods: readonly string[];
  /** Starts a run for a client; a `Problem` where it may not. */
  start(client: string, wanted: TestRequests): Promise<Run>;
  stop(): void;
}

/** Runs at once, of all clients. */
const MOST_RUNS = 4;
/** Who stops a run and starts the next at once is not turned away. */
const PATIENCE_MS = 1_000;

export function createTestRequests(parts: TestRequestParts): TestRequestRuns {
  const { methods, clock, attempts, traffic } = parts;
  const running = new Map<string, Run>();
  const waiting = new Set<() => void>();

  function refusalOf(client: string): Problem | null {
    if (running.has(client))
      return new Problem("rate-limited", "A run of yours is under way. Stop it, or wait for its end.", {
        retryAfterSeconds: 1,
      });
    if (running.size >= MOST_RUNS)
      return new Problem("rate-limited", `${MOST_RUNS} runs are under way, which is all that may be at once.`, {
        retryAfterSeconds: 5,
      });
    return null;
  }

  async function turn(client: string): Promise<void> {
    const giveUpAt = clock.now() + PATIENCE_MS;
    for (let refusal = refusalOf(client); refusal; refusal = refusalOf(client)) {
      const leftMs = giveUpAt - clock.now();
      if (leftMs <= 0) throw refusal;
      await new Promise<void>((resolve) => {
        const cancel = clock.setTimeout(resolve, leftMs);
        waiting.add(() => {
          cancel();
          resolve();
        });
      });
    }
  }

  return {
    methods,
    async start(client, wanted) {
      if (wanted.protocol === "http" || wanted.protocol === "https") checkMethod(wanted, methods);
      await turn(client);
      const run = startRun({
        ...parts,
        wanted,
        seed: wanted.seed ?? randomInt(0x1_0000_0000),
        onEnd() {
          running.delete(client);
          for (const wake of [...waiting]) {
            waiting.delete(wake);
            wake();
          }
        },
        onAttempt(instance, { outcome, cause, status }) {
          const answered = outcome === "answered";
          const kind = cause && sightingKind(cause);
          const failure = kind && { kind, status: typeof status === "number" ? status : null };
          attempts.inc({ outcome: answered ? "answered" : "failed" });
          const request = triedBy(wanted);
          traffic.count({
            way: "test-requests",
            caller: null,
            service: wanted.service,
            instance,
            answered,
            request,
            failure,
          });
        },
      });
      running.set(client, run);
      return run;
    },
    stop() {
      for (const run of running.values()) run.stop();
    },
  };
}

function checkMethod({ method, body }: TestRequests, methods: readonly string[]): void {
  const fields: { field: string; message: string }[] = [];
  if (!methods.includes(method))
    fields.push({
      field: "/method",
      message: `may be ${methods.join(" or ")}; ROLLCALL_TEST_METHODS says which others may be sent`,
    });
  if (body !== undefined && (method === "GET" || method === "HEAD"))
    fields.push({ field: "/body", message: `is not sent with ${method}` });
  if (fields.length > 0)
    throw new Problem("invalid-request", fields.map((one) => `${one.field} ${one.message}`).join("; "), { fields });
}

/** What a run sends, in a few words. A query may hold what is nobody's business. */
function triedBy({ protocol, method, path }: TestRequests): string {
  if (protocol === "tcp") return "TCP connection";
  if (protocol === "grpc") return "gRPC health check";
  return `${method} ${path.split("?", 1)[0]?.slice(0, 200)}`;
}
