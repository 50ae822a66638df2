/** What is due when: a heap of waiting entries by time, and one of those that are due by rank. One entry per key. */
import type { Due } from "./schedule";

interface Entry {
  key: string;
  at: number;
  rank: number;
  /** An entry that was replaced stays in the heap until it surfaces. */
  current: boolean;
}

export interface PollQueue {
  /** Puts the key in, or moves it. */
  set(key: string, due: Due): void;
  delete(key: string): void;
  /** The due key that comes first; null where none is. It is no longer in the queue then. */
  take(now: number): string | null;
  /** When the next one falls due; null where none waits. May be in the past. */
  nextAt(): number | null;
  /** How long the longest waiting of those due has waited. */
  lagMs(now: number): number;
  readonly size: number;
}

export function createPollQueue(): PollQueue {
  const entries = new Map<string, Entry>();
  const waiting = createHeap<Entry>((a, b) => a.at - b.at);
  const ready = createHeap<Entry>((a, b) => a.rank - b.rank);

  function top(heap: Heap<Entry>): Entry | null {
    for (let first = heap.peek(); first; first = heap.peek()) {
      if (first.current) return first;
      heap.pop();
    }
    return null;
  }

  function release(now: number): void {
    for (let first = top(waiting); first && first.at <= now; first = top(waiting)) {
      waiting.pop();
      ready.push(first);
    }
  }

  function forget(key: string): void {
    const old = entries.get(key);
    if (old) old.current = false;
    entries.delete(key);
  }

  return {
    set(key, { at, headStartMs }) {
      forget(key);
      const entry = { key, at, rank: at - headStartMs, current: true };
      entries.set(key, entry);
      waiting.push(entry);
    },
    delete: forget,
    take(now) {
      release(now);
      const first = top(ready);
      if (!first) return null;
      ready.pop();
      forget(first.key);
      return first.key;
    },
    nextAt() {
      const first = top(ready) ?? top(waiting);
      return first?.at ?? null;
    },
    lagMs(now) {
      const first = top(ready) ?? top(waiting);
      return first ? Math.max(0, now - first.at) : 0;
    },
    get size() {
      return entries.size;
    },
  };
}

interface Heap<T> {
  push(item: T): void;
  peek(): T | undefined;
  pop(): T | undefined;
}

function createHeap<T>(compare: (a: T, b: T) => number): Heap<T> {
  const items: T[] = [];

  /** Whether the item at `a` must stand above the one at `b`. */
  function above(a: number, b: number): boolean {
    const [first, second] = [items[a], items[b]];
    return first !== undefined && second !== undefined && compare(first, second) < 0;
  }

  function swap(a: number, b: number): void {
    const [first, second] = [items[a], items[b]];
    if (first === undefined || second === undefined) return;
    items[a] = second;
    items[b] = first;
  }

  return {
    push(item) {
      let at = items.push(item) - 1;
      while (at > 0 && above(at, (at - 1) >> 1)) {
        swap(at, (at - 1) >> 1);
        at = (at - 1) >> 1;
      }
    },
    peek: () => items[0],
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      items[0] = last;
      for (let at = 0; ; ) {
        const left = 2 * at + 1;
        const child = above(left + 1, left) ? left + 1 : left;
        if (!above(child, at)) return first;
        swap(at, child);
        at = child;
      }
    },
  };
}
