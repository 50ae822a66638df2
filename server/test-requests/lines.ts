import type { TestLine } from "@/lib/api/test-requests";

/** What lies between a run and whoever reads of it. */
export interface Lines {
  push(line: TestLine): void;
  /** Nothing comes after this. */
  end(): void;
  /** Resolves when the reader has kept up. */
  room(): Promise<void>;
  /** Whoever stops reading ends the run. */
  readonly pieces: AsyncIterable<string>;
}

/** So many lines may lie there; the run waits for the reader then. */
const MOST_WAITING = 500;

export function createLines(onLeft: () => void): Lines {
  let waiting: string[] = [];
  let over = false;
  let wakeReader: (() => void) | null = null;
  const wakeRun: (() => void)[] = [];

  function letRun(): void {
    for (const wake of wakeRun.splice(0)) wake();
  }

  async function next(): Promise<IteratorResult<string>> {
    while (waiting.length === 0) {
      if (over) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
    }
    const value = waiting.join("");
    waiting = [];
    letRun();
    return { done: false, value };
  }

  return {
    push(line) {
      if (over) return;
      waiting.push(`${JSON.stringify(line)}\n`);
      wakeReader?.();
    },
    end() {
      over = true;
      wakeReader?.();
      letRun();
    },
    async room() {
      while (waiting.length >= MOST_WAITING && !over) await new Promise<void>((resolve) => wakeRun.push(resolve));
    },
    pieces: {
      [Symbol.asyncIterator]: () => ({
        next,
        async return() {
          const left = !over;
          over = true;
          wakeReader?.();
          letRun();
          if (left) onLeft();
          return { done: true, value: undefined };
        },
      }),
    },
  };
}
