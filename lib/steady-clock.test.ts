import { expect, test } from "vitest";
import { createManualClock } from "./manual-clock";
import { createSteadyClock } from "./steady-clock";

function set() {
  const time = createManualClock(0);
  let ahead = 1_000_000;
  const clock = createSteadyClock({
    wall: () => time.now() + ahead,
    monotonic: time.now,
    setTimeout: time.setTimeout,
  });
  const steps: number[] = [];
  clock.onStep((byMs) => steps.push(byMs));
  return {
    clock,
    steps,
    advance: time.advance,
    pending: time.pending,
    step: (byMs: number) => {
      ahead += byMs;
    },
  };
}

test("goes on evenly while the system's time is set, then takes it over and says by how much", () => {
  const { clock, steps, advance, step } = set();
  advance(5_500);
  step(-3_600_000);
  advance(400);
  expect(clock.now()).toBe(1_005_900);
  expect(steps).toEqual([]);
  advance(100);
  expect(clock.now()).toBe(1_006_000 - 3_600_000);
  expect(steps).toEqual([-3_600_000]);
  step(90_000);
  advance(1_000);
  expect(steps).toEqual([-3_600_000, 90_000]);
});

test("says whole milliseconds, which the wire has to carry", () => {
  const clock = createSteadyClock({ wall: () => 1_000, monotonic: () => 0.4, setTimeout: () => () => {} });
  expect(clock.now()).toBe(1_000);
});

test("small corrections are no steps, and a stopped clock leaves no timer", () => {
  const { clock, steps, advance, step, pending } = set();
  step(100);
  advance(10_000);
  expect(steps).toEqual([]);
  expect(clock.now()).toBe(1_010_000);
  clock.stop();
  expect(pending()).toBe(0);
});
