import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrange, columnsFor, type Places } from "./arrange";
import { CARD, FRAME, frameAround, overlaps } from "./card";
import type { MapGraph } from "./graph";
import { anyGrouping, anyRegistry, graphFrom, inOneRow } from "./graphs.testing";

function expectApart(places: Places): void {
  const cards = [...places.values()].map((place) => ({ ...place, ...CARD }));
  cards.forEach((card, index) => {
    for (const other of cards.slice(index + 1)) expect(overlaps(card, other)).toBe(false);
  });
}

function expectFramesApart(graph: MapGraph, places: Places): void {
  const frames = graph.groups.flatMap((group) => {
    const inside = graph.nodes.flatMap((node) => (node.group === group ? (places.get(node.id) ?? []) : []));
    return frameAround(inside) ?? [];
  });
  frames.forEach((frame, index) => {
    for (const other of frames.slice(index + 1)) expect(overlaps(frame, other)).toBe(false);
  });
}

describe("a map arranged anew", () => {
  it("has a place for every card, and none on another, whoever calls whom", async () => {
    await fc.assert(
      fc.asyncProperty(anyRegistry, anyGrouping, async (all, grouping) => {
        const graph = graphFrom(all, grouping);
        const places = await arrange(graph, inOneRow);
        expect([...places.keys()].sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
        expectApart(places);
        expectFramesApart(graph, places);
      }),
    );
  });

  it("asks the library only for who calls or is called by somebody else", async () => {
    const asked: string[][] = [];
    const graph = graphFrom(
      [{ service: "a", dependsOn: "b" }, { service: "b" }, { service: "c" }, { service: "d", dependsOn: "d" }],
      "none",
    );
    await arrange(graph, async (boxes, edges) => {
      asked.push(
        boxes.map(({ id }) => id),
        edges.map(({ from, to }) => `${from}>${to}`),
      );
      return inOneRow(boxes, edges);
    });
    expect(asked).toEqual([["a", "b"], ["a>b"]]);
  });

  it("puts frames that call into others left of them, and those that call nobody below each other", async () => {
    const all = [
      { service: "web", datacenter: "eu", dependsOn: "store" },
      { service: "web", datacenter: "us", dependsOn: "store" },
      { service: "store" },
      { service: "alone", datacenter: "ap" },
    ];
    const called: string[][] = [];
    const graph = graphFrom(all, "datacenter");
    const places = await arrange(graph, async (boxes, edges) => {
      called.push(edges.map(({ from, to }) => `${from}>${to}`));
      return inOneRow(boxes, edges);
    });
    expect(called).toEqual([["eu>", "us>"]]);
    expect(places.get("store")?.x).toBeGreaterThan((places.get("web@us")?.x ?? 0) + CARD.width + 2 * FRAME.side);
    expect(places.get("alone@ap")).toMatchObject({ x: 0 });
    expectFramesApart(graph, places);
  });

  it("has the shape of a screen where nobody calls anybody", async () => {
    const all = Array.from({ length: 200 }, (_, index) => ({ service: `s${index}` }));
    const places = [...(await arrange(graphFrom(all, "none"), inOneRow)).values()];
    const width = Math.max(...places.map(({ x }) => x)) + CARD.width;
    const height = Math.max(...places.map(({ y }) => y)) + CARD.height;
    expect(width / height).toBeGreaterThan(1.3);
    expect(width / height).toBeLessThan(2.1);
    expect([0, 1, 2].map(columnsFor)).toEqual([1, 1, 1]);
  });
});
