import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrange, type Places } from "./arrange";
import { anyGrouping, anyRegistry, graphFrom, inOneRow } from "./graphs.testing";
import { type Direction, inReadingOrder, nextInDirection } from "./walk";

const DIRECTIONS: readonly Direction[] = ["left", "right", "up", "down"];
const at = (places: Record<string, [number, number]>): Places =>
  new Map(Object.entries(places).map(([id, [x, y]]) => [id, { x, y }]));

describe("a walk from card to card", () => {
  const cross = at({
    middle: [0, 0],
    right: [300, 20],
    far: [900, 0],
    below: [10, 120],
    above: [0, -120],
    aside: [20, 500],
  });

  it("goes to the next one straight ahead", () => {
    expect(DIRECTIONS.map((direction) => nextInDirection("middle", direction, cross))).toEqual([
      null,
      "right",
      "above",
      "below",
    ]);
  });

  it("ends at the edge, and begins nowhere where there is no card", () => {
    expect(nextInDirection("far", "right", cross)).toBeNull();
    expect(nextInDirection("nobody", "right", cross)).toBeNull();
    expect(inReadingOrder(cross)).toEqual(["above", "middle", "far", "right", "below", "aside"]);
  });

  it("reaches every card of every map", async () => {
    await fc.assert(
      fc.asyncProperty(anyRegistry, anyGrouping, async (all, grouping) => {
        const places = await arrange(graphFrom(all, grouping), inOneRow);
        const order = inReadingOrder(places);
        const reached = new Set(order.slice(0, 1));
        for (const id of reached)
          for (const direction of DIRECTIONS) {
            const next = nextInDirection(id, direction, places);
            if (next !== null) reached.add(next);
          }
        expect(reached.size).toBe(places.size);
      }),
    );
  });
});
