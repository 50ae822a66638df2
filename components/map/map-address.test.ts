import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeId } from "@/lib/map/graph";
import { withParams } from "../ui/use-url-params";
import { movedText, readMapAddress, viewParams } from "./map-address";

const read = (params: Record<string, string>) => readMapAddress(new URLSearchParams(params));

describe("the address of a map", () => {
  it("leads back to what was looked at and to every card that was moved", () => {
    const place = fc.record({ x: fc.integer({ min: -1e6, max: 1e6 }), y: fc.integer({ min: -1e6, max: 1e6 }) });
    const zoom = fc.integer({ min: 80, max: 2_500 }).map((thousandths) => thousandths / 1_000);
    const ids = fc.uniqueArray(
      fc.string({ unit: "binary", minLength: 1 }).map((name) => nodeId(name, "eu")),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(place, zoom, ids, (point, scale, some) => {
        const moved = new Map(some.map((id) => [id, point]));
        const view = { ...point, zoom: scale };
        const address = readMapAddress(
          new URLSearchParams(withParams("", { ...viewParams(view), moved: movedText(moved) })),
        );
        expect(address.view).toEqual(view);
        expect(address.moved).toEqual(moved);
      }),
    );
  });

  it("is also read where older links have it, and is written in one place only", () => {
    expect(read({ at: "12,-7,0.5" }).view).toEqual({ x: 12, y: -7, zoom: 0.5 });
    expect(read({ at: "12,-7,0.5", view: "3,4,1" }).view).toEqual({ x: 3, y: 4, zoom: 1 });
    expect(withParams("?at=12,-7,0.5&q=web", viewParams({ x: 3, y: 4, zoom: 1 }))).toBe("?q=web&view=3%2C4%2C1");
    expect(withParams("?at=12,-7,0.5&view=3,4,1", viewParams(null))).toBe("");
  });

  it("leaves out what makes no sense, and takes the newest of too many", () => {
    for (const view of ["", "1,2", "1,2,3,4", "a,b,c", "1,2,99", "1e9,2,1", "1,2,NaN"])
      expect(read({ view }).view).toBeNull();
    expect(read({ group: "sideways", moved: "a,1 b,x,1 ,1,1 c,1,2" })).toMatchObject({
      grouping: "datacenter",
      moved: new Map([["c", { x: 1, y: 2 }]]),
    });
    const many = new Map(Array.from({ length: 40 }, (_, index) => [`s${index}`, { x: index, y: 0 }]));
    expect([...read({ moved: movedText(many) }).moved.keys()]).toEqual([...many.keys()].slice(-30));
  });
});
