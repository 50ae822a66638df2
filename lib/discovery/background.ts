import { type Clock, LONGEST_TIMER_MS, startTimer } from "@/lib/clock";

/** The system's clock, with timers that do not keep a finished program alive. */
export const backgroundClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delayMs) =>
    startTimer(callback, delayMs, (run, ms) => setTimeout(run, ms).unref(), clearTimeout),
};

/** Keeps the process alive until the promise has settled: somebody waits for it, and background timers would not. */
export async function held<T>(promise: Promise<T>): Promise<T> {
  const hold = setInterval(() => {}, LONGEST_TIMER_MS);
  try {
    return await promise;
  } finally {
    clearInterval(hold);
  }
}

/** Rejects with the signal's reason as soon as it is aborted; leaves no listener behind. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
