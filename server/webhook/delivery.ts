import type { Clock } from "@/lib/clock";
import { createBackoff } from "@/lib/live/backoff";
import { signatureHeaders } from "./signature";

/** Posts once. Resolves to the status and Retry-After's seconds; rejects where no answer came. */
export type Post = (
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
) => Promise<{ status: number; retryAfterSeconds: number | null }>;

export interface DeliveryOptions {
  post: Post;
  key: Uint8Array;
  clock: Clock;
  random: () => number;
  /** Called for each attempt that led to nothing, with what came instead. */
  onFailure(why: string, attempt: number): void;
}

/** `refused`: the receiver does not want it, whatever we do; `given-up`: it did not answer well for twenty minutes or so. */
export type Outcome = "delivered" | "refused" | "given-up" | "stopped";

const MOST_ATTEMPTS = 13;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 300_000;
/** Not now, but perhaps later. Any other 4xx and every redirect stays what it is. */
const PASSING = new Set([408, 425, 429]);

/** Delivers one message, however often it takes. */
export async function deliver(
  message: { id: string; body: string },
  { post, key, clock, random, onFailure }: DeliveryOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const backoff = createBackoff({ random, firstMs: FIRST_WAIT_MS, mostMs: MOST_WAIT_MS });
  for (let attempt = 1; ; attempt++) {
    const timestamp = Math.floor(clock.now() / 1000);
    const answer = await post(message.body, signatureHeaders({ ...message, timestamp }, key), signal).catch(
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    if (signal.aborted) return "stopped";
    if (!(answer instanceof Error) && answer.status >= 200 && answer.status < 300) return "delivered";
    onFailure(answer instanceof Error ? answer.message : `It answered ${answer.status}.`, attempt);
    if (!(answer instanceof Error) && answer.status < 500 && !PASSING.has(answer.status)) return "refused";
    if (attempt === MOST_ATTEMPTS) return "given-up";
    const asked = answer instanceof Error ? 0 : (answer.retryAfterSeconds ?? 0) * 1000;
    await pause(Math.min(MOST_WAIT_MS, Math.max(backoff.nextMs(), asked)), clock, signal);
    if (signal.aborted) return "stopped";
  }
}

function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
