import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_DEPENDENCY_FIELDS } from "./dependencies";
import { graphOf, MOST_EDGES, MOST_NODES, nodeId, readNodeId, sameGraph } from "./graph";
import type { Grouping } from "./grouping";
import { type Registered, servicesOf } from "./registry.testing";

const graph = (all: Registered[], grouping: Grouping = "none") =>
  graphOf(servicesOf(all).services, grouping, DEFAULT_DEPENDENCY_FIELDS);
const arrows = (all: Registered[], grouping?: Grouping) =>
  graph(all, grouping).edges.map(({ from, to }) => `${from} > ${to}`);

describe("who there is and who calls whom", () => {
  it("is cards without lines where nobody declares anything", () => {
    const { nodes, edges } = graph([{ service: "b" }, { service: "a" }]);
    expect([nodes.map(({ id }) => id), edges]).toEqual([["a", "b"], []]);
  });

  it("may go round in a circle, and back to itself", () => {
    const circle = [
      { service: "a", dependsOn: "b" },
      { service: "b", dependsOn: "c" },
      { service: "c", dependsOn: "a,c" },
    ];
    expect(arrows(circle)).toEqual(["a > b", "b > c", "c > a", "c > c"]);
  });

  it("has a ghost for whom nobody registered under, in the frame of each who names it", () => {
    const { nodes } = graph(
      [
        { service: "web", datacenter: "eu", dependsOn: "nowhere" },
        { service: "web", datacenter: "us", dependsOn: "nowhere" },
        { service: "shop", datacenter: "us", dependsOn: "nowhere" },
      ],
      "datacenter",
    );
    expect(nodes.filter(({ ghost }) => ghost).map(({ id }) => id)).toEqual(["nowhere@eu", "nowhere@us"]);
  });

  it("leads to the neighbour within a frame, and to all others of that name where there is none", () => {
    const all = [
      { service: "web", datacenter: "eu", dependsOn: "orders,stock" },
      { service: "orders", datacenter: "eu" },
      { service: "orders", datacenter: "us" },
      { service: "stock", datacenter: "us" },
      { service: "stock", datacenter: "ap" },
    ];
    expect(arrows(all, "datacenter")).toEqual(["web@eu > orders@eu", "web@eu > stock@ap", "web@eu > stock@us"]);
  });

  it("has the frame of those that name none last", () => {
    const { groups } = graph(
      [{ service: "a" }, { service: "b", datacenter: "us" }, { service: "c", datacenter: "eu" }],
      "datacenter",
    );
    expect(groups).toEqual(["eu", "us", ""]);
  });

  it("takes names of any kind and length, and each card's id leads back to it", () => {
    const whole = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");
    const name = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constant("n".repeat(200)));
    fc.assert(
      fc.property(name, name, (service, group) => {
        const id = nodeId(service, group);
        expect(id).not.toMatch(/[\s"'\\,<>#]/);
        expect(readNodeId(id)).toEqual({ service: whole(service), group: whole(group) });
      }),
    );
  });

  it("reads no card in what is none", () => {
    for (const id of ["a@b@c", "%E0%A4%A"]) expect(readNodeId(id)).toBeNull();
  });

  it("is the same picture while only counts change", () => {
    const one = graph([{ service: "a", dependsOn: "b" }, { service: "b" }]);
    const more = graph([{ service: "a", dependsOn: "b", count: 5_000 }, { service: "b" }]);
    expect(sameGraph(one, more)).toBe(true);
    // Whoever of them comes first.
    const caller = { service: "a", dependsOn: "b" };
    const east: Registered[] = [{ service: "b", datacenter: "us" }, { service: "b", datacenter: "eu" }, caller];
    const west: Registered[] = [...east, { service: "b", datacenter: "eu", count: 2 }];
    expect(arrows(east, "datacenter")).toEqual(["a > b@eu", "a > b@us"]);
    expect(sameGraph(graph(east, "datacenter"), graph(west, "datacenter"))).toBe(true);
    expect(sameGraph(one, graph([{ service: "a" }, { service: "b" }]))).toBe(false);
    expect(sameGraph(one, graph([{ service: "a", dependsOn: "b" }]))).toBe(false);
  });
});

describe("what is more than a picture", () => {
  const cards = (services: number, groups: number, dependsOn: (service: number) => string): Registered[] =>
    Array.from({ length: services * groups }, (_, n) => ({
      service: `s${n % services}`,
      datacenter: `d${Math.floor(n / services)}`,
      dependsOn: dependsOn(n % services),
    }));
  const names = (from: string) => Array.from({ length: 60 }, (_, n) => `${from}${n}`).join();

  it("has no more cards than its budget, says how many are left out, and draws no lines to some of them only", () => {
    const { nodes, edges, left } = graph(
      cards(60, 100, () => names("s")),
      "datacenter",
    );
    expect(nodes).toHaveLength(MOST_NODES);
    expect(edges).toEqual([]);
    expect(left).toEqual({ nodes: 3_000, edges: 60 * 60 * 100 });
  });

  it("keeps the largest services, and the others in the order of their names", () => {
    const small = Array.from({ length: MOST_NODES }, (_, n) => ({ service: `a${n}` }));
    const large = Array.from({ length: 8 }, () => ({ service: "z" }));
    const found = graph([...small, ...large]);
    expect(found.nodes.some(({ service }) => service === "z")).toBe(true);
    expect(found.left.nodes).toBe(1);
  });

  it.each([
    ["to neighbours", (n: number) => `s${(n + 1) % 30},${names("s")}`],
    ["to those whom nobody registered", (n: number) => names(`x${n}-`)],
  ])("has no lines where there are too many %s, and every card", (_to, dependsOn) => {
    const { nodes, edges, left } = graph(cards(30, 20, dependsOn), "datacenter");
    expect(nodes).toHaveLength(600);
    expect(edges).toEqual([]);
    expect(left.nodes).toBe(0);
    expect(left.edges).toBeGreaterThan(MOST_EDGES);
  });

  it("counts what every card of one name says of every card of another without drawing it", () => {
    const callers = cards(10, 50, () => "far");
    const far = Array.from({ length: 50 }, (_, n) => ({ service: "far", datacenter: `elsewhere${n}` }));
    expect(graph([...callers, ...far], "datacenter").left).toEqual({ nodes: 0, edges: 10 * 50 * 50 });
  });
});
