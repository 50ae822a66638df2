import type { Call } from "@/lib/discovery/calls/call.types";
import { Exchange } from "@/lib/discovery/calls/exchange";
import type { CallFailure, FailureCode } from "@/lib/discovery/calls/failures";
import type { Instance } from "@/lib/registry/types";
import type { Line } from "./line";

const MOST_BODY_BYTES = 4_096;

export interface Sent {
  service: string;
  /** Null where nobody was there to be asked. */
  instance: string | null;
  endpoint: string | null;
  attempts: number;
  /** From the first attempt to the end of the answer. */
  latencyMs: number;
  status: number | null;
  /** Its answer's beginning, as text. */
  body: string | null;
  failure: { code: FailureCode; message: string } | null;
}

/** One request, to whom the policy chooses or to one instance, and what became of it. Never rejects. */
export function send(line: Line, instanceId?: string): Promise<Sent & { cause: CallFailure | null }> {
  const startedAt = performance.now();
  const call: Call = { method: "GET", path: "/", headers: ["user-agent", "rollcall", "accept", "*/*"], body: null };
  if (instanceId !== undefined) call.instanceId = instanceId;
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    let status: number | null = null;
    let upstream: { instance: Instance; origin: string } | null = null;
    const done = (failure: CallFailure | null) =>
      resolve({
        service: line.service,
        instance: upstream?.instance.id ?? instanceId ?? null,
        endpoint: upstream?.origin ?? null,
        attempts: exchange.attempt,
        latencyMs: Math.round((performance.now() - startedAt) * 100) / 100,
        status,
        body: status === null ? null : Buffer.concat(parts).toString("utf8").slice(0, MOST_BODY_BYTES),
        failure: failure && { code: failure.code, message: failure.message },
        cause: failure,
      });
    const exchange = new Exchange(call, line.parts, {
      onAnswer(answered, _headers, _text, _resume, by) {
        status = answered;
        upstream = by;
        return true;
      },
      onData(chunk) {
        if (bytes < MOST_BODY_BYTES) parts.push(Buffer.from(chunk));
        bytes += chunk.length;
        if (bytes > MOST_BODY_BYTES) {
          // Enough was read to show; the rest may be endless.
          done(null);
          exchange.abort();
        }
        return true;
      },
      onEnd: () => done(null),
      onFailure: done,
    });
    exchange.start();
  });
}
