/**
 * What is due when: a heap of waiting entries by time, and of those that are due two by rank, what is looked at apart
 * from the rest. One entry per key.
 */
import type { Due } from "./schedule";

interface Entry {
  key: string;
  at: number;
  rank: number;
  lookedAt: boolean;
  /** An entry that was replaced stays in the heap until it surfaces. */
  current: boolean;
}

export interface PollQueue {
  /** Puts the key in, or moves it. */
  set(key: string, due: Due): void;
  delete(key: string): void;
  /**
   * The due key that comes first; null where none is. It is no longer in the queue then. What is looked at comes by its
   * rank, but at the latest at each fourth time: a storm elsewhere does not freeze what somebody watches.
   */
  take(now: number): string | null;
  /** When the next one falls due; null where none waits. May be in the past. */
  nextAt(): number | null;
  /** How long the longest waiting of those due has waited. */
  lagMs(now: number): number;
  readonly size: number;
}

const LOOKED_AT_EACH = 4;

export function createPollQueue(): PollQueue {
  const entries = new Map<string, Entry>();
  const waiting = createHeap<Entry>((a, b) => a.at - b.at);
  const ready = createHeap<Entry>((a, b) => a.rank - b.rank);
  const readyLookedAt = createHeap<Entry>((a, b) => a.rank - b.rank);
  /** How often in a row something else was taken while one that is looked at was due. */
  let passedOver = 0;

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
      (first.lookedAt ? readyLookedAt : ready).push(first);
    }
  }

  function next(): Entry | null {
    const lookedAt = top(readyLookedAt);
    const other = top(ready);
    if (!lookedAt || !other) return lookedAt ?? other;
    const isTurn = passedOver >= LOOKED_AT_EACH - 1 || lookedAt.rank <= other.rank;
    passedOver = isTurn ? 0 : passedOver + 1;
    return isTurn ? lookedAt : other;
  }

  /** The one that fell due first, of either kind; else the one that will. */
  function oldest(): Entry | null {
    const due = [top(ready), top(readyLookedAt)].filter((entry) => entry !== null);
    return due.length > 0 ? due.reduce((a, b) => (b.at < a.at ? b : a)) : top(waiting);
  }

  function forget(key: string): void {
    const old = entries.get(key);
    if (old) old.current = false;
    entries.delete(key);
  }

  return {
    set(key, { at, headStartMs, lookedAt = false }) {
      forget(key);
      const entry = { key, at, rank: at - headStartMs, lookedAt, current: true };
      entries.set(key, entry);
      waiting.push(entry);
    },
    delete: forget,
    take(now) {
      release(now);
      const first = next();
      if (!first) return null;
      (first.lookedAt ? readyLookedAt : ready).pop();
      forget(first.key);
      return first.key;
    },
    nextAt() {
      return oldest()?.at ?? null;
    },
    lagMs(now) {
      const first = oldest();
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
