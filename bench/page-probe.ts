import type { Page } from "@playwright/test";
import { clockOffset } from "./clock";
import { inPage } from "./in-page";

/** What a page showed, and when: `host:port` of a probed instance as the product itself renders it. */
export interface Sighting {
  host: string;
  port: number;
  /** The DOM held it: a MutationObserver was called. */
  domAt: number;
  /** The next frame after that was handed over. */
  paintedAt: number;
}

interface ProbedWindow extends Window {
  benchSightings?: Sighting[];
}

/**
 * Watches the page for endpoints of probed instances. Looks only at what a mutation touched: the row of a text that
 * changed, the elements that were added.
 */
export async function watchPage(page: Page): Promise<void> {
  await inPage(page, installProbe, await inPage(page, clockOffset, null));
}

/** All sightings so far. */
export async function sightings(page: Page): Promise<Sighting[]> {
  return page.evaluate(() => (window as ProbedWindow).benchSightings ?? []);
}

function installProbe(offsetMs: number): void {
  const base = performance.timeOrigin + offsetMs;
  const found: Sighting[] = [];
  (window as ProbedWindow).benchSightings = found;
  const known = new Set<string>();
  const unpainted: Sighting[] = [];
  const afterFrame = new MessageChannel();
  let frameAsked = false;
  afterFrame.port1.onmessage = () => {
    const now = base + performance.now();
    for (const sighting of unpainted) sighting.paintedAt = now;
    unpainted.length = 0;
    frameAsked = false;
  };

  function look(text: string, now: number): void {
    for (const [token, host, port] of text.matchAll(/(10\.9\.\d{1,3}\.\d{1,3}):(\d{5})(?!\d)/g)) {
      if (known.has(token) || !host) continue;
      known.add(token);
      const sighting = { host, port: Number(port), domAt: now, paintedAt: Number.NaN };
      found.push(sighting);
      unpainted.push(sighting);
    }
  }

  new MutationObserver((records) => {
    const now = base + performance.now();
    for (const { type, target, addedNodes } of records) {
      if (type === "characterData") {
        const parent = target.parentElement;
        look((parent?.closest("[role=row], tr, li") ?? parent)?.textContent ?? "", now);
      }
      for (const node of addedNodes) {
        const element = node instanceof Element ? node : node.parentElement;
        look((element?.closest("[role=row], tr, li") ?? element)?.textContent ?? "", now);
      }
    }
    if (unpainted.length > 0 && !frameAsked) {
      frameAsked = true;
      // A message posted from an animation frame is delivered after that frame's style, layout and paint.
      requestAnimationFrame(() => afterFrame.port2.postMessage(null));
    }
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true });
}
