import { describe, expect, it } from "vitest";
import { createTicker, type TickerWorld } from "./ticker";

/** A page whose clock, timer and visibility the test moves by hand. */
function fakePage() {
  const state = { now: 0, intervalMs: 250 as number | null, timers: new Map<() => void, number>() };
  const visibility = new Map<Element, (visible: boolean) => void>();
  let paceListener = () => {};
  const world: TickerWorld = {
    now: () => state.now,
    every(intervalMs, run) {
      state.timers.set(run, intervalMs);
      return () => state.timers.delete(run);
    },
    intervalMs: () => state.intervalMs,
    onPaceChange(listener) {
      paceListener = listener;
      return () => {
        paceListener = () => {};
      };
    },
    watchVisible(element, listener) {
      visibility.set(element, listener);
      return () => visibility.delete(element);
    },
  };
  return {
    world,
    state,
    show: (element: Element, visible: boolean) => visibility.get(element)?.(visible),
    pace(intervalMs: number | null) {
      state.intervalMs = intervalMs;
      paceListener();
    },
    tick() {
      state.now += 250;
      for (const run of [...state.timers.keys()]) run();
    },
  };
}

const element = () => ({}) as Element;

describe("the shared ticker", () => {
  it("paints at once, then with every tick, with one timer for all", () => {
    const page = fakePage();
    const ticker = createTicker(page.world);
    const painted: number[] = [];
    ticker.add(element(), (now) => painted.push(now));
    ticker.add(element(), () => {});
    page.tick();
    page.tick();
    expect(painted).toEqual([0, 250, 500]);
    expect(page.state.timers.size).toBe(1);
  });

  it("leaves off-screen elements alone and paints them when they come back", () => {
    const page = fakePage();
    const ticker = createTicker(page.world);
    const target = element();
    const painted: number[] = [];
    ticker.add(target, (now) => painted.push(now));
    page.show(target, false);
    page.tick();
    page.tick();
    expect(painted).toEqual([0]);
    page.show(target, true);
    expect(painted).toEqual([0, 500]);
  });

  it("stops in a hidden tab, paints on return and slows down for reduced motion", () => {
    const page = fakePage();
    const ticker = createTicker(page.world);
    const painted: number[] = [];
    ticker.add(element(), (now) => painted.push(now));
    page.pace(null);
    expect(page.state.timers.size).toBe(0);
    page.state.now = 9000;
    page.pace(1000);
    expect(painted).toEqual([0, 9000]);
    expect([...page.state.timers.values()]).toEqual([1000]);
  });

  it("keeps no timer when nothing is registered any more", () => {
    const page = fakePage();
    const ticker = createTicker(page.world);
    const remove = ticker.add(element(), () => {});
    remove();
    expect(page.state.timers.size).toBe(0);
    ticker.add(element(), () => {});
    ticker.stop();
    expect(page.state.timers.size).toBe(0);
  });
});
