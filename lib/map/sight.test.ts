import { describe, expect, it } from "vitest";
import { CARD } from "./card";
import { graphFrom } from "./graphs.testing";
import { placeNew } from "./place";
import { servicesInSight } from "./sight";

describe("what is in sight", () => {
  const graph = graphFrom(
    [
      { service: "b", datacenter: "eu", dependsOn: "ghost" },
      { service: "a", datacenter: "eu" },
      { service: "a", datacenter: "us" },
    ],
    "datacenter",
  );
  const places = placeNew(graph, new Map());
  const around = (id: string) => ({ x: 0, y: 0, ...places.get(id), ...CARD });

  it("is each service with a card there, and no ghost", () => {
    expect(servicesInSight(graph, places, { x: -1e6, y: -1e6, width: 2e6, height: 2e6 })).toEqual(["a", "b"]);
    expect(servicesInSight(graph, places, around("b@eu"))).toEqual(["b"]);
    expect(servicesInSight(graph, places, around("a@us"))).toEqual(["a"]);
    expect(servicesInSight(graph, places, around("ghost@eu"))).toEqual([]);
  });
});
