import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createWindow, NARROWEST_MS, WIDEST_MS, widthAfter } from "./window";

describe("the window", () => {
  it("sends the first at once, gathers the rest, and is closed again when nothing came", () => {
    const clock = createManualClock(0);
    const sent: [number, number][] = [];
    let waiting = 0;
    const window = createWindow(clock, () => {
      if (waiting === 0) return null;
      sent.push([clock.now(), waiting]);
      waiting = 0;
      return NARROWEST_MS;
    });
    const change = (): void => {
      waiting++;
      window.want();
    };
    change();
    change();
    clock.advance(20);
    change();
    clock.advance(30);
    expect(sent).toEqual([
      [0, 1],
      [50, 2],
    ]);
    clock.advance(50);
    expect(clock.pending()).toBe(0);
    change();
    expect(sent.at(-1)).toEqual([100, 1]);
    window.stop();
    expect(clock.pending()).toBe(0);
  });

  it("widens with what is sent to all, within its bounds", () => {
    expect(widthAfter(500, 1)).toBe(NARROWEST_MS);
    expect(widthAfter(100_000, 200)).toBeGreaterThan(100);
    expect(widthAfter(100_000, 200)).toBeLessThan(WIDEST_MS);
    expect(widthAfter(10_000_000, 200)).toBe(WIDEST_MS);
  });
});
