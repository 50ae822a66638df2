import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCovered, sceneFor } from "./overview-scene";

const all = { x: -100, y: -50, width: 9_000, height: 4_000 };
const whole = { transform: [30, 30, 0.14], width: 1_370, height: 740 } as const;

describe("what of a large map is drawn", () => {
  it("is all of it where all is in sight, without names that nobody could read", () => {
    const scene = sceneFor(whole, all, 1);
    expect(scene.box).toEqual(all);
    expect(scene.names).toBe(false);
    expect(scene.scale).toBeGreaterThanOrEqual(0.14);
    expect(scene.scale).toBeLessThan(0.14 * 1.42);
  });

  it("is what is in sight and some more where one looks closely, with names", () => {
    const sight = { transform: [-1_000, -600, 0.45], width: 1_370, height: 740 } as const;
    const { box, names } = sceneFor(sight, all, 1);
    expect(names).toBe(true);
    expect(box.width).toBeLessThan(all.width);
    expect(isCovered({ box, names, scale: 1 }, sight, all)).toBe(true);
    const panned = { ...sight, transform: [-1_200, -600, 0.45] } as const;
    expect(isCovered({ box, names, scale: 1 }, panned, all)).toBe(true);
    const far = { ...sight, transform: [-3_000, -600, 0.45] } as const;
    expect(isCovered({ box, names, scale: 1 }, far, all)).toBe(false);
  });

  it("covers any sight it is made for, in a canvas of bounded size", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -20_000, max: 20_000, noNaN: true }),
        fc.double({ min: -20_000, max: 20_000, noNaN: true }),
        fc.double({ min: 0.08, max: 2.5, noNaN: true }),
        fc.constantFrom(1, 1.5, 2, 3),
        (x, y, zoom, ratio) => {
          const sight = { transform: [x, y, zoom], width: 1_370, height: 740 } as const;
          const scene = sceneFor(sight, all, ratio);
          expect(isCovered(scene, sight, all)).toBe(true);
          expect(scene.box.width * scene.box.height * scene.scale ** 2).toBeLessThan(10_000_001);
          expect(scene.box.width).toBeGreaterThan(0);
        },
      ),
    );
  });
});
