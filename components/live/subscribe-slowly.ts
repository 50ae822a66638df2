import type { LiveStore } from "@/lib/live/state";

/** Tells of the first change after a quiet time at once, of those that follow together, every `intervalMs`. */
export function subscribeSlowly(store: LiveStore, listener: () => void, intervalMs: number): () => void {
  let told = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    told = performance.now();
    listener();
  };
  const unsubscribe = store.subscribe(() => {
    const wait = told + intervalMs - performance.now();
    if (wait <= 0) tell();
    else timer ??= setTimeout(tell, wait);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
