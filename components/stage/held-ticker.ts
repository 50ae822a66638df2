import type { Ticker } from "@/components/live/ticker";

/** The page's clock, which stands still while `heldAt` says so: everything painted by it is frozen together. */
export function createHeldTicker(ticker: Ticker, heldAt: () => number | null): Ticker {
  return {
    now: () => heldAt() ?? ticker.now(),
    add: (element, paint) => ticker.add(element, (now) => paint(heldAt() ?? now)),
    stop: ticker.stop,
  };
}
