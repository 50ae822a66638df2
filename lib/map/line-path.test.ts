import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CARD, endsOf, type Point } from "./card";
import { linePath } from "./line-path";

const point = fc.record({
  x: fc.integer({ min: -5_000, max: 5_000 }),
  y: fc.integer({ min: -5_000, max: 5_000 }),
});
const between = (from: Point, to: Point) => {
  const ends = endsOf(from, to);
  if (!ends) throw new Error("both have a place");
  return { ...linePath(ends, false), ...ends };
};

describe("a line from one card to another", () => {
  it("begins at the right side of who calls and ends at the left side of whom it calls, wherever they stand", () => {
    fc.assert(
      fc.property(point, point, (from, to) => {
        const { path } = between(from, to);
        expect(path.startsWith(`M${from.x + CARD.width},${from.y + CARD.height / 2} `)).toBe(true);
        expect(path.endsWith(` ${to.x},${to.y + CARD.height / 2}`)).toBe(true);
        expect(path).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  it("goes around cards where it leads back to one beside it, and says its rate where it runs", () => {
    const { y, sourceY } = between({ x: 2_000, y: 0 }, { x: 0, y: 10 });
    expect(y).toBeGreaterThan(sourceY + CARD.height / 2);
  });

  it("is a loop at the side of who calls itself", () => {
    const ends = endsOf({ x: 0, y: 0 }, { x: 0, y: 0 });
    const { path, y } = linePath(ends ?? { sourceX: 0, sourceY: 0, targetX: 0, targetY: 0 }, true);
    expect(path.startsWith(`M${CARD.width},${CARD.height / 2} `)).toBe(true);
    expect(path.endsWith(`,${CARD.height}`)).toBe(true);
    expect(y).toBeGreaterThan(CARD.height / 2);
  });
});
