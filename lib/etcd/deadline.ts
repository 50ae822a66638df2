import type { Clock } from "@/lib/clock";
import { EtcdError } from "./port";

/** Runs a call that must answer in time; the outer signal cancels it. Leaves no timer and no listener behind. */
export function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  outer: AbortSignal,
  run: (call: { signal: AbortSignal; timeoutMs: number }) => Promise<T>,
): Promise<T> {
  if (outer.aborted) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const inner = new AbortController();
    const settle = () => {
      cancelTimer();
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
    const cancelTimer = clock.setTimeout(
      () => giveUp(new EtcdError("timeout", `etcd did not answer within ${timeoutMs / 1000} s.`)),
      timeoutMs,
    );
    outer.addEventListener("abort", onAbort);
    // A little less than our own patience: the connection's own error says more than ours.
    run({ signal: inner.signal, timeoutMs: Math.ceil(timeoutMs * 0.9) }).then((answer) => {
      settle();
      resolve(answer);
    }, fail);
  });
}

function cancelled(): EtcdError {
  return new EtcdError("cancelled", "The request was cancelled.");
}
