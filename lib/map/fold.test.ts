import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ArrangeFlow, arrange } from "./arrange";
import { boxAround, CARD, overlaps, type Point } from "./card";
import { extentOf, framesOf } from "./extent";
import { fold, zoomFor } from "./fold";
import { graphFrom } from "./graphs.testing";

/** Layers of these sizes, each below the other's middle, as a layout library has them. */
function layered(sizes: readonly number[], name = "n"): Map<string, Point> {
  return new Map(
    sizes.flatMap((size, layer) =>
      Array.from({ length: size }, (_, index): [string, Point] => [
        `${name}${layer}.${index}`,
        { x: layer * 340, y: index * 114 },
      ]),
    ),
  );
}

const sizes = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 7 });

describe("a map that is folded", () => {
  it("has everybody on whole pixels, nobody on another, layers from left to right", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 30 }), (layers, alone) => {
        const loose = Array.from({ length: alone }, (_, index) => `loose${index}`);
        const places = fold([{ id: "", flow: layered(layers), loose }]);
        expect(places.size).toBe(layers.reduce((sum, size) => sum + size, alone));
        const cards = [...places.values()].map((place) => ({ ...place, ...CARD }));
        cards.forEach((card, index) => {
          expect(Number.isInteger(card.x) && Number.isInteger(card.y)).toBe(true);
          for (const other of cards.slice(index + 1)) expect(overlaps(card, other)).toBe(false);
        });
        const edges = layers.map((_, layer) =>
          [...places].flatMap(([id, { x }]) => (id.startsWith(`n${layer}.`) ? [x] : [])),
        );
        edges.slice(1).forEach((layer, index) => {
          expect(Math.min(...layer)).toBeGreaterThan(Math.max(...(edges[index] ?? [])) + CARD.width);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("is shown larger than the strip it was, in one frame and in three", () => {
    const strip = layered([1, 2, 4, 8, 16, 32, 64, 73]);
    const box = boxAround(strip.values());
    const folded = boxAround(fold([{ id: "", flow: strip, loose: [] }]).values());
    if (!box || !folded) throw new Error("nobody stands anywhere");
    expect(zoomFor(folded.width, folded.height)).toBeGreaterThan(1.8 * zoomFor(box.width, box.height));
    const three = fold(["a", "b", "c"].map((id) => ({ id, flow: layered([1, 2, 4, 8, 16, 32], id), loose: [] })));
    const whole = boxAround(three.values());
    expect(whole && whole.width / whole.height).toBeGreaterThan(1.2);
    expect(whole && whole.width / whole.height).toBeLessThan(3.2);
  });

  it("is what is arranged where nobody could read it otherwise, with its frames apart", async () => {
    const inOneColumn: ArrangeFlow = async (boxes) =>
      new Map(boxes.map(({ id }, index) => [id, { x: 0, y: index * 114 }]));
    const all = Array.from({ length: 90 }, (_, index) => ({
      service: `s${String(index).padStart(2, "0")}`,
      datacenter: ["eu", "us", "ap"][index % 3] ?? "eu",
      dependsOn: `s${String((index + 3) % 90).padStart(2, "0")}`,
    }));
    const graph = graphFrom(all, "datacenter");
    const places = await arrange(graph, inOneColumn);
    const extent = extentOf(graph, places);
    expect(extent && zoomFor(extent.width, extent.height)).toBeGreaterThan(0.2);
    const frames = framesOf(graph, places).map(({ box }) => box);
    expect(frames).toHaveLength(3);
    frames.forEach((frame, index) => {
      for (const other of frames.slice(index + 1)) expect(overlaps(frame, other)).toBe(false);
    });
  });
});
