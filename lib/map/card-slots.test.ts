import { describe, expect, it } from "vitest";
import { BODY } from "./card";
import { cellSlots, indexAt, ringSlots, slotAt } from "./card-slots";

const layouts = [
  ...Array.from({ length: 16 }, (_, index) => ringSlots(index + 1)),
  ...Array.from({ length: 150 }, (_, index) => cellSlots(index + 1)),
];

describe("the instances within a card", () => {
  it("all fit, however many there are", () => {
    for (const slots of layouts)
      for (let index = 0; index < slots.count; index++) {
        const { x, y, width, height } = slotAt(slots, index);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(BODY.width);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y + height).toBeLessThanOrEqual(BODY.height);
      }
  });

  it("are hit where they are drawn, and nobody is beside them", () => {
    for (const slots of layouts) {
      for (let index = 0; index < slots.count; index++) {
        const { x, y, width, height } = slotAt(slots, index);
        expect(indexAt(slots, x + width / 2, y + height / 2)).toBe(index);
      }
      expect(indexAt(slots, -1, 5)).toBeNull();
      expect(indexAt(slots, BODY.width + 30, 5)).toBeNull();
      expect(indexAt(slots, 5, BODY.height + 30)).toBeNull();
    }
  });
});
