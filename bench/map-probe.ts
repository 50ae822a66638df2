/** What looks at the map from within its page, and what lets its stream through. */
import type { Page } from "@playwright/test";

export interface Seen {
  /** Milliseconds from navigation to the first frame with cards that show their instances. */
  pictureMs: number | null;
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
    if (document.querySelector(".map-overview[data-cards], .map-card :is(.card-canvas, .card-comp)"))
      probe.pictureMs ??= now;
    if (probe.pictureMs !== null && document.querySelector('.map-ground[aria-busy="false"]')) probe.settledMs ??= now;
    if (probe.settledMs === null) requestAnimationFrame(() => setTimeout(look));
  };
  requestAnimationFrame(() => setTimeout(look));
}

export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(`(() => { const __name = (named) => named; (${watch.toString()})(); })()`);
}

export function readProbe(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const { pictureMs, settledMs, longestTaskMs } = (window as unknown as { mapProbe: Seen }).mapProbe;
    return { pictureMs, settledMs, longestTaskMs };
  });
}

export async function forgetTasks(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { mapProbe: { forget(): void } }).mapProbe.forget());
}

export interface Stream {
  /** Off: what changes and beats is held back, how fresh the page is comes through, so that it does not count as stale. */
  flow(on: boolean): void;
}

/** To be installed before the page opens. The page fetches what it missed when the stream flows again. */
export async function controlStream(page: Page): Promise<Stream> {
  let flowing = true;
  await page.routeWebSocket(/\/live/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (flowing || !/^42\["(delta|events|leases)"/.test(String(message))) socket.send(message);
    });
  });
  return {
    flow(on) {
      flowing = on;
    },
  };
}
