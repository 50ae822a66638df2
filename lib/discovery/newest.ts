import { held } from "./background";

export interface NewestFirst<T> extends AsyncIterableIterator<T> {
  push(value: T): void;
  end(): void;
}

/** An iterator over what is newest: whoever is slow misses what lay between, and never holds a queue. */
export function newestFirst<T>(onReturn: () => void): NewestFirst<T> {
  let newest: { value: T } | null = null;
  let ended = false;
  const waiting: ((result: IteratorResult<T>) => void)[] = [];
  const over: IteratorResult<T> = { done: true, value: undefined };

  function end(): void {
    ended = true;
    for (const resolve of waiting.splice(0)) resolve(over);
  }

  return {
    push(value) {
      const resolve = waiting.shift();
      if (resolve) resolve({ done: false, value });
      else newest = { value };
    },
    end,
    async next() {
      if (newest) {
        const { value } = newest;
        newest = null;
        return { done: false, value };
      }
      if (ended) return over;
      return held(new Promise<IteratorResult<T>>((resolve) => waiting.push(resolve)));
    },
    async return() {
      onReturn();
      end();
      newest = null;
      return over;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
