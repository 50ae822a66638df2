/** What looks at the map from within its page, and what lets its stream through. */
import type { Page } from "@playwright/test";

export interface Seen {
  /** Milliseconds from navigation to the first frame with cards that show their instances: drawn by the server. */
  pictureMs: number | null;
  /** To the first frame of the map itself, which lives and answers to a hand. */
  livingMs: number | null;
  /** To the frame in which every card stands where it stays. */
  settledMs: number | null;
  longestTaskMs: number;
}

interface Probe extends Seen {
  forget(): void;
}

/** Runs in the page, before anything of it does. */
function watch(): void {
  const probe: Probe = {
    pictureMs: null,
    livingMs: null,
    settledMs: null,
    longestTaskMs: 0,
    forget() {
      probe.longestTaskMs = 0;
    },
  };
  Object.assign(window, { mapProbe: probe });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longestTaskMs = Math.max(probe.longestTaskMs, duration);
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    const now = performance.now();
    const living = document.querySelector(".map-overview[data-cards], .map-card :is(.card-canvas, .card-comp)");
    if (living || document.querySelector(".first-picture path")) probe.pictureMs ??= now;
    if (living) probe.livingMs ??= now;
    if (living && document.querySelector('.map-ground[aria-busy="false"]')) probe.settledMs ??= now;
    if (probe.settledMs === null) requestAnimationFrame(() => setTimeout(look));
  };
  requestAnimationFrame(() => setTimeout(look));
}

export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(asScript(watch));
}

export function readProbe(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const { pictureMs, livingMs, settledMs, longestTaskMs } = (window as unknown as { mapProbe: Seen }).mapProbe;
    // In the document is not on the screen: the browser's own word on when it showed something for the first time.
    const [shown] = performance.getEntriesByName("first-contentful-paint");
    const seenMs = pictureMs !== null && shown ? Math.max(pictureMs, shown.startTime) : null;
    return { pictureMs: seenMs, livingMs, settledMs, longestTaskMs };
  });
}

export async function forgetTasks(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { mapProbe: { forget(): void } }).mapProbe.forget());
}

export interface Stream {
  /** Off: what changes and beats is held back, how fresh the page is comes through, so that it does not count as stale. */
  flow(on: boolean): Promise<void>;
}

/**
 * To be installed before the page opens. It holds back within the page, before anything of it sees a message: a way
 * through the bench would cost the page more than what is measured. The page fetches what it missed when the stream
 * flows again.
 */
export async function controlStream(page: Page): Promise<Stream> {
  await page.addInitScript(asScript(holdBack));
  return {
    flow: (on) =>
      page.evaluate((flowing) => {
        Object.assign(window, { streamFlows: flowing });
      }, on),
  };
}

/** Runs in the page, before anything of it does. */
function holdBack(): void {
  const held = window as unknown as { streamFlows: boolean };
  held.streamFlows = true;
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("message", (message: MessageEvent<unknown>) => {
        if (!held.streamFlows && /^42\["(delta|events|leases)"/.test(String(message.data)))
          message.stopImmediatePropagation();
      });
    }
  };
}

/** The loader of the bench leaves calls of its own in functions. */
function asScript(run: () => void): string {
  return `(() => { const __name = (named) => named; (${run.toString()})(); })()`;
}
