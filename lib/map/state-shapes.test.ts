import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shapesOf } from "./state-shapes";

describe("the shape of a state", () => {
  it("is round where it is meant to be, at any size and place", () => {
    const where = fc.double({ min: -5_000, max: 5_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom("alive", "late", "draining"),
        fc.double({ min: 0.5, max: 40, noNaN: true }),
        where,
        where,
        (state, r, x, y) => {
          const arcs = shapesOf(state, x, y, r).flatMap(({ data }) => [
            ...data.matchAll(/a([\d.]+) ([\d.]+) 0 \d \d (\S+) (-?[\d.]+)/g),
          ]);
          expect(arcs.length).toBeGreaterThan(1);
          for (const [, across, down, toX, toY] of arcs) {
            expect(across).toBe(down);
            expect(Math.hypot(Number(toX), Number(toY)), "an end opposite to where it began").toBe(Number(across) * 2);
          }
        },
      ),
    );
  });
});
