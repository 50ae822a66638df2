import type { Clock } from "@/lib/clock";
import { PARTS, patience } from "./patience";
import { EtcdError } from "./port";

/** A little less than our own patience: the connection's own error says more than ours. */
const OF_PATIENCE = 0.9;
/** Where the connection gave up with more parts of our patience left than this, this process stood still meanwhile. */
const USUALLY_LEFT = 2;

/**
 * Runs a read that must answer in time; the outer signal cancels it. Leaves no timer and no listener behind. A read whose
 * time ran out because this process stood still, and not because etcd did not answer, is asked again for the time left.
 */
export function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  outer: AbortSignal,
  read: (call: { signal: AbortSignal; timeoutMs: number }) => Promise<T>,
): Promise<T> {
  if (outer.aborted) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const inner = new AbortController();
    const settle = () => {
      waiting.cancel();
      outer.removeEventListener("abort", onAbort);
    };
    const fail = (error: unknown) => {
      settle();
      reject(error);
    };
    const giveUp = (error: EtcdError) => {
      fail(error);
      inner.abort();
    };
    const onAbort = () => giveUp(cancelled());
    const waiting = patience(clock, timeoutMs, () =>
      giveUp(new EtcdError("timeout", `etcd did not answer within ${timeoutMs / 1000} s.`)),
    );
    outer.addEventListener("abort", onAbort);

    function ask(): void {
      const left = waiting.left();
      read({ signal: inner.signal, timeoutMs: Math.ceil(((timeoutMs * left) / PARTS) * OF_PATIENCE) }).then(
        (answer) => {
          settle();
          resolve(answer);
        },
        (error: unknown) => {
          const timedOut = error instanceof EtcdError && error.code === "timeout";
          const stoodStill = waiting.left() > USUALLY_LEFT && waiting.left() < left;
          if (timedOut && stoodStill && !inner.signal.aborted) ask();
          else fail(error);
        },
      );
    }
    ask();
  });
}

function cancelled(): EtcdError {
  return new EtcdError("cancelled", "The request was cancelled.");
}
