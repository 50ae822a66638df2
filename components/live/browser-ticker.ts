import { createTicker, type Ticker } from "./ticker";

const FULL_PACE_MS = 250;
const REDUCED_PACE_MS = 1000;

/** The ticker of a real page. `serverNow` gives the server's clock. */
export function createBrowserTicker(serverNow: () => number): Ticker {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const listeners = new WeakMap<Element, (visible: boolean) => void>();
  const observer = new IntersectionObserver((changes) => {
    for (const change of changes) listeners.get(change.target)?.(change.isIntersecting);
  });
  const ticker = createTicker({
    now: serverNow,
    every(intervalMs, run) {
      const timer = setInterval(run, intervalMs);
      return () => clearInterval(timer);
    },
    intervalMs: () => (document.hidden ? null : reduced.matches ? REDUCED_PACE_MS : FULL_PACE_MS),
    onPaceChange(listener) {
      document.addEventListener("visibilitychange", listener);
      reduced.addEventListener("change", listener);
      return () => {
        document.removeEventListener("visibilitychange", listener);
        reduced.removeEventListener("change", listener);
      };
    },
    watchVisible(element, listener) {
      listeners.set(element, listener);
      observer.observe(element);
      return () => {
        listeners.delete(element);
        observer.unobserve(element);
      };
    },
  });
  return {
    ...ticker,
    stop() {
      ticker.stop();
      observer.disconnect();
    },
  };
}
