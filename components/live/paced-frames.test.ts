import { describe, expect, it } from "vitest";
import { createPacedFrames } from "./paced-frames";

/** A page whose frames come every 16 ms and in which each showing takes `costMs`. */
function page(costMs: number) {
  let now = 0;
  const waiting: { at: number; run: () => void }[] = [];
  const wait = (delayMs: number, run: () => void) => {
    const entry = { at: now + delayMs, run };
    waiting.push(entry);
    return () => void waiting.splice(waiting.indexOf(entry), 1);
  };
  const paced = createPacedFrames({
    now: () => now,
    atFrame: (run) => wait(16 - (now % 16), run),
    after: wait,
    onceDrawn: (run) => {
      now += costMs;
      run();
    },
  });
  return {
    paced,
    pending: () => waiting.length,
    advance(untilMs: number): void {
      for (;;) {
        waiting.sort((a, b) => a.at - b.at);
        const next = waiting[0];
        if (!next || next.at > untilMs) break;
        waiting.shift();
        now = Math.max(now, next.at);
        next.run();
      }
      now = Math.max(now, untilMs);
    },
  };
}

/** How often a page that always has something new shows it within a second. */
function showingsOf(costMs: number): number {
  const { paced, advance } = page(costMs);
  let shown = 0;
  const show = () => {
    shown++;
    paced(show);
  };
  paced(show);
  advance(1000);
  return shown;
}

describe("how often the page shows what is new", () => {
  it("at every frame while that is cheap", () => {
    expect(showingsOf(1)).toBeGreaterThan(50);
  });

  it("for about a quarter of the time when it is expensive, and never rests for long", () => {
    const share = (showingsOf(30) * 30) / 1000;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.27);
    expect(showingsOf(400)).toBeGreaterThanOrEqual(2);
  });

  it("not at all once it was cancelled, whether it rests or waits for its frame", () => {
    const { paced, advance, pending } = page(30);
    let shown = 0;
    const show = () => shown++;
    paced(show);
    advance(20);
    paced(show)();
    expect(pending()).toBe(0);
    const cancel = paced(show);
    advance(137);
    cancel();
    advance(1000);
    expect(shown).toBe(1);
    expect(pending()).toBe(0);
  });
});
