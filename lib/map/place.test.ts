import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CARD, FRAME, frameAround, overlaps } from "./card";
import { anyGrouping, anyRegistry, graphFrom } from "./graphs.testing";
import { placeNew } from "./place";

describe("a change on a map that stands", () => {
  it("moves nobody who is there, and puts nobody onto another, nor into another frame", () => {
    fc.assert(
      fc.property(anyRegistry, anyRegistry, anyGrouping, (first, more, grouping) => {
        const before = placeNew(graphFrom(first, grouping), new Map());
        const graph = graphFrom([...first, ...more], grouping);
        const after = placeNew(graph, before);
        for (const [id, place] of before) expect(after.get(id)).toBe(place);
        const cards = graph.nodes.map(({ id }) => ({ ...CARD, x: Number.NaN, y: Number.NaN, ...after.get(id) }));
        cards.forEach((card, index) => {
          expect(Number.isFinite(card.x) && Number.isFinite(card.y)).toBe(true);
          for (const other of cards.slice(index + 1)) expect(overlaps(card, other)).toBe(false);
        });
        const frames = graph.groups.flatMap(
          (group) =>
            frameAround(graph.nodes.flatMap((node) => (node.group === group ? (after.get(node.id) ?? []) : []))) ?? [],
        );
        frames.forEach((frame, index) => {
          for (const other of frames.slice(index + 1)) expect(overlaps(frame, other)).toBe(false);
        });
      }),
    );
  });

  it("is the same object where nobody came, whoever left", () => {
    const places = placeNew(graphFrom([{ service: "a" }, { service: "b" }], "none"), new Map());
    expect(placeNew(graphFrom([{ service: "a" }], "none"), places)).toBe(places);
  });

  it("gives whoever comes back the place that it had", () => {
    const places = placeNew(graphFrom([{ service: "a" }, { service: "b" }], "none"), new Map());
    const without = placeNew(graphFrom([{ service: "a" }, { service: "c" }], "none"), places);
    const back = placeNew(graphFrom([{ service: "a" }, { service: "b" }, { service: "c" }], "none"), without);
    expect(back.get("b")).toBe(places.get("b"));
  });

  it("begins a new frame below all others", () => {
    const eu = [
      { service: "a", datacenter: "eu" },
      { service: "b", datacenter: "eu" },
    ];
    const before = placeNew(graphFrom(eu, "datacenter"), new Map());
    const after = placeNew(graphFrom([...eu, { service: "a", datacenter: "us" }], "datacenter"), before);
    const frame = frameAround(before.values());
    expect(after.get("a@us")?.y).toBe((frame?.y ?? 0) + (frame?.height ?? 0) + FRAME.gap + FRAME.top);
  });
});
