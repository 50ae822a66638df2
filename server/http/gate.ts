import { Problem } from "@/lib/errors";

export interface GateOptions {
  /** So many are let in at once. */
  atOnce: number;
  /** So many wait for their turn, first come first served; whoever comes then is turned away. */
  waiting: number;
  /** What is busy, as the subject of a sentence. */
  what: string;
}

export interface GateStats {
  inside: number;
  atOnce: number;
  waiting: number;
  mostWaiting: number;
  /** Since the start. */
  turnedAway: number;
}

/** Lets a few in at a time, so that what one of them needs is never needed by everybody at once. */
export interface Gate {
  /**
   * Resolves when it is one's turn, to the way to leave, which may be called twice. Rejects with a Problem `busy` where
   * too many wait already, and with the signal's reason where that is aborted first.
   */
  enter(signal?: AbortSignal): Promise<() => void>;
  /** Does it while inside. */
  run<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T>;
  stats(): GateStats;
}

export function createGate({ atOnce, waiting: mostWaiting, what }: GateOptions): Gate {
  let inside = 0;
  let turnedAway = 0;
  const waiting = new Set<() => void>();

  function leaver(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const [next] = waiting;
      if (next) next();
      else inside--;
    };
  }

  async function enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (inside < atOnce) {
      inside++;
      return leaver();
    }
    if (waiting.size >= mostWaiting) {
      turnedAway++;
      throw new Problem("busy", `${what} at once: ${atOnce} are being answered and ${mostWaiting} wait. Ask again.`, {
        retryAfterSeconds: 1,
      });
    }
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        waiting.delete(turn);
        signal?.removeEventListener("abort", gone);
        resolve(leaver());
      };
      const gone = (): void => {
        waiting.delete(turn);
        reject(signal?.reason);
      };
      waiting.add(turn);
      signal?.addEventListener("abort", gone, { once: true });
    });
  }

  return {
    enter,
    async run(work, signal) {
      const leave = await enter(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
    stats: () => ({ inside, atOnce, waiting: waiting.size, mostWaiting, turnedAway }),
  };
}
