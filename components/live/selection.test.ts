import { expect, it } from "vitest";
import { createSelection, shallowEqual } from "./selection";

it("keeps the object while the answer is equal, so that nothing is drawn again", () => {
  const select = createSelection<{ a: number; b: number }, { a: number }>();
  const first = select({ a: 1, b: 1 }, (state) => ({ a: state.a }), shallowEqual);
  expect(select({ a: 1, b: 2 }, (state) => ({ a: state.a }), shallowEqual)).toBe(first);
  expect(select({ a: 2, b: 2 }, (state) => ({ a: state.a }), shallowEqual)).not.toBe(first);
});

it("does not run a selector twice for one state", () => {
  let runs = 0;
  const select = createSelection<object, object>();
  const count = (state: object) => {
    runs++;
    return state;
  };
  const state = {};
  select(state, count, Object.is);
  select(state, count, Object.is);
  expect(runs).toBe(1);
});

it("compares by fields, and tells apart what has other fields", () => {
  expect(shallowEqual({ a: 1 }, { a: 1 })).toBe(true);
  expect(shallowEqual({ a: 1 }, { b: 1 } as never)).toBe(false);
  expect(shallowEqual<unknown>(null, {})).toBe(false);
  expect(shallowEqual(Number.NaN, Number.NaN)).toBe(true);
});
