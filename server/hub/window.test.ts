import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createWindow, LOOKED_AT_MS, NARROWEST_MS, type Waiting, WIDEST_MS, widthsAfter } from "./window";

describe("the window", () => {
  /** Counts what is sent when; each time `width` is asked for. */
  function start(width: number, lookedAt = width) {
    const clock = createManualClock(0);
    const sent: [number, number][] = [];
    let waiting = 0;
    const window = createWindow(clock, () => {
      if (waiting === 0) return null;
      sent.push([clock.now(), waiting]);
      waiting = 0;
      return { anything: width, lookedAt };
    });
    const change = (kind: Waiting = "anything"): void => {
      waiting++;
      window.want(kind);
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

  it("lets what somebody looks at wait for a frame, beside a stream of what nobody looks at", () => {
    const { clock, sent, change } = start(NARROWEST_MS, LOOKED_AT_MS);
    for (let ms = 0; ms < 1_000; ms += 5) {
      change();
      clock.advance(5);
    }
    const steps = sent.length;
    expect(steps).toBeLessThanOrEqual(1_000 / NARROWEST_MS + 3);
    for (let second = 0; second < 10; second++) {
      const at = clock.now();
      change("lookedAt");
      clock.advance(LOOKED_AT_MS);
      expect(sent.at(-1)?.[0]).toBeGreaterThanOrEqual(at);
      for (let ms = 0; ms < 100; ms += 5) {
        change();
        clock.advance(5);
      }
    }
  });

  it("lets nothing wait longer because of what was looked at before", () => {
    const { clock, sent, change } = start(NARROWEST_MS, LOOKED_AT_MS);
    for (let ms = 0; ms < 1_000; ms++) {
      change("lookedAt");
      clock.advance(1);
    }
    expect(sent.length).toBeLessThanOrEqual(1_000 / LOOKED_AT_MS + 3);
    const before = sent.length;
    clock.advance(LOOKED_AT_MS);
    change();
    clock.advance(NARROWEST_MS);
    expect(sent.length).toBe(before + 2);
    expect(clock.pending()).toBe(0);
  });

  it("widens with what is sent to all, and with how many there are, within its bounds", () => {
    expect(widthsAfter(500, 1)).toEqual({ anything: NARROWEST_MS, lookedAt: LOOKED_AT_MS });
    expect(widthsAfter(500, 200).lookedAt).toBeGreaterThan(2 * LOOKED_AT_MS);
    expect(widthsAfter(500, 10_000).lookedAt).toBeLessThanOrEqual(widthsAfter(500, 10_000).anything);
    expect(widthsAfter(100_000, 200).anything).toBeGreaterThan(100);
    expect(widthsAfter(100_000, 200).anything).toBeLessThan(WIDEST_MS);
    expect(widthsAfter(10_000_000, 200)).toEqual({ anything: WIDEST_MS, lookedAt: WIDEST_MS });
  });
});
