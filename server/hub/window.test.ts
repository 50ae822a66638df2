import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createWindow, NARROWEST_MS, WIDEST_MS, widthAfter } from "./window";

describe("the window", () => {
  /** Counts what is sent when; each time `width` is asked for. */
  function start(width: number) {
    const clock = createManualClock(0);
    const sent: [number, number][] = [];
    let waiting = 0;
    const window = createWindow(clock, () => {
      if (waiting === 0) return null;
      sent.push([clock.now(), waiting]);
      waiting = 0;
      return width;
    });
    const change = (): void => {
      waiting++;
      window.want();
    };
    return { clock, sent, window, change };
  }

  it("sends the first three at once, gathers the rest, and is closed again when nothing came", () => {
    const { clock, sent, window, change } = start(NARROWEST_MS);
    for (let at = 0; at < 5; at++) change();
    clock.advance(20);
    change();
    clock.advance(30);
    expect(sent).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [50, 3],
    ]);
    clock.advance(50);
    expect(clock.pending()).toBe(0);
    change();
    expect(sent.at(-1)).toEqual([100, 1]);
    window.stop();
    expect(clock.pending()).toBe(0);
  });

  it("lets nothing wait at rest, where a beat and a reading come just before a change each second", () => {
    const { clock, sent, change } = start(NARROWEST_MS);
    for (let second = 0; second < 10; second++) {
      for (let at = 0; at < 3; at++) {
        change();
        clock.advance(1);
      }
      clock.advance(997);
    }
    expect(sent).toEqual(Array.from({ length: 30 }, (_, at) => [Math.floor(at / 3) * 1_000 + (at % 3), 1]));
  });

  it("sends no more often than it was asked to, as soon as there is more than a little", () => {
    const { clock, sent, change } = start(WIDEST_MS);
    for (let ms = 0; ms < 10_000; ms++) {
      change();
      clock.advance(1);
    }
    expect(sent.length).toBeLessThanOrEqual(10_000 / WIDEST_MS + 1);
    expect(sent.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(10_000 - WIDEST_MS - 1);
  });

  it("widens with what is sent to all, within its bounds", () => {
    expect(widthAfter(500, 1)).toBe(NARROWEST_MS);
    expect(widthAfter(100_000, 200)).toBeGreaterThan(100);
    expect(widthAfter(100_000, 200)).toBeLessThan(WIDEST_MS);
    expect(widthAfter(10_000_000, 200)).toBe(WIDEST_MS);
  });
});
