import type { Entry } from "./types";

/** Who is due first: a binary heap by `memory.due`, equals in the list's order. */
export interface Turns {
  take(): Entry | null;
  put(entry: Entry): void;
}

export function createTurns(list: readonly Entry[]): Turns {
  const order = new Map(list.map((entry, index) => [entry, index]));
  const heap: Entry[] = [];
  const isBefore = (a: Entry, b: Entry) =>
    a.memory.due < b.memory.due || (a.memory.due === b.memory.due && (order.get(a) ?? 0) < (order.get(b) ?? 0));

  function put(entry: Entry): void {
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (!parent || !isBefore(entry, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = entry;
  }

  function take(): Entry | null {
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last) return null;
    if (heap.length > 0) sink(last);
    return first;
  }

  /** Into the place of the first. */
  function sink(entry: Entry): void {
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = heap[childAt];
      const right = heap[childAt + 1];
      if (child && right && isBefore(right, child)) {
        childAt += 1;
        child = right;
      }
      if (!child || !isBefore(child, entry)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = entry;
  }

  for (const entry of list) put(entry);
  return { take, put };
}
