/** Work that must not overlap, queue by queue: each sees what the one before it did. */
export interface Turns {
  /** Resolves or rejects as `work` does; one that fails does not hold up the next. */
  take<T>(queue: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    take(queue, work) {
      const mine = (last.get(queue) ?? Promise.resolve()).then(work);
      const settled = mine.then(
        () => {},
        () => {},
      );
      last.set(queue, settled);
      void settled.then(() => {
        if (last.get(queue) === settled) last.delete(queue);
      });
      return mine;
    },
  };
}
