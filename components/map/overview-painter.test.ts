import { describe, expect, it } from "vitest";
import { CARD } from "@/lib/map/card";
import { cardAt, overviewBox } from "./overview-painter";

const places = new Map([
  ["a", { x: 0, y: 0 }],
  ["b", { x: 300, y: 200 }],
]);

describe("the picture of a large map", () => {
  it("knows the card under a point, and that there is none beside them", () => {
    expect(cardAt({ x: 0, y: 0 }, places)).toBe("a");
    expect(cardAt({ x: 300 + CARD.width - 1, y: 200 + CARD.height - 1 }, places)).toBe("b");
    expect(cardAt({ x: CARD.width, y: 10 }, places)).toBeNull();
    expect(cardAt({ x: 310, y: 199 }, places)).toBeNull();
  });

  it("covers all cards, with room for lines around them", () => {
    const { x, y, width, height } = overviewBox(places);
    expect([x, y].every((corner) => corner < 0)).toBe(true);
    expect(x + width).toBeGreaterThan(300 + CARD.width);
    expect(y + height).toBeGreaterThan(200 + CARD.height);
  });
});
