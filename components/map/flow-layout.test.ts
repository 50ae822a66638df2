import ELK from "elkjs/lib/elk.bundled.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrange } from "@/lib/map/arrange";
import { CARD, overlaps } from "@/lib/map/card";
import { anyGrouping, anyRegistry, graphFrom } from "@/lib/map/graphs.testing";
import { arrangeWith } from "./flow-layout";

const flow = arrangeWith(new ELK());

describe("the layout library", () => {
  it("puts callers left of whom they call", async () => {
    const all = [{ service: "a", dependsOn: "b" }, { service: "b", dependsOn: "c" }, { service: "c" }];
    const places = await arrange(graphFrom(all, "none"), flow);
    const [a = 0, b = 0, c = 0] = ["a", "b", "c"].map((id) => places.get(id)?.x);
    expect(a + CARD.width).toBeLessThan(b);
    expect(b + CARD.width).toBeLessThan(c);
  });

  it("puts each layer of a large frame at one place from left to right, which folding relies on", async () => {
    const boxes = Array.from({ length: 127 }, (_, index) => ({ id: `n${index}`, ...CARD }));
    const edges = boxes.slice(1).map(({ id }, index) => ({ id: `>${id}`, from: `n${index >> 1}`, to: id }));
    const places = await flow(boxes, edges);
    expect(new Set([...places.values()].map(({ x }) => x)).size).toBe(7);
  });

  it("arranges circles, calls of oneself and ghosts: everybody on whole pixels, nobody on another, twice the same", async () => {
    await fc.assert(
      fc.asyncProperty(anyRegistry, anyGrouping, async (all, grouping) => {
        const graph = graphFrom(all, grouping);
        const places = await arrange(graph, flow);
        const cards = graph.nodes.map(({ id }) => ({ ...CARD, x: 0.5, y: 0.5, ...places.get(id) }));
        cards.forEach((card, index) => {
          expect(Number.isInteger(card.x) && Number.isInteger(card.y)).toBe(true);
          for (const other of cards.slice(index + 1)) expect(overlaps(card, other)).toBe(false);
        });
        expect(await arrange(graph, flow)).toEqual(places);
      }),
      { numRuns: 30 },
    );
  });
});
