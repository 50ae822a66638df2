import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphFrom } from "./graphs.testing";
import { placeNew } from "./place";
import { type Registered, servicesOf } from "./registry.testing";
import { mapSvg, type SvgInks } from "./svg";
import { type MapTraffic, NO_TRAFFIC } from "./traffic";
import { expectWellFormed } from "./well-formed.testing";

const inks: SvgInks = {
  states: { alive: "#1", late: "#2", overdue: "#3", draining: "#4", static: "#5", left: "#888", gone: "#6" },
  quiet: "#7",
  ground: "#8",
  card: "#9",
  frame: "#a",
  line: "#b",
  ink: "#c",
  dim: "#d",
};

function picture(all: readonly Registered[], traffic: MapTraffic = NO_TRAFFIC, title = "Rollcall map"): string {
  const graph = graphFrom(all, "datacenter");
  const { services } = servicesOf(all);
  return mapSvg({ graph, places: placeNew(graph, new Map()), services, traffic }, inks, title);
}

describe("the map as a picture", () => {
  it("is well-formed, whatever names and titles hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (service, title) => {
        expectWellFormed(
          picture([{ service: `${service}x`, datacenter: service, dependsOn: "ghost" }], NO_TRAFFIC, title),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("shows frames, cards, who is wrong, nobody left, ghosts and curves", () => {
    const svg = picture([
      { service: "web", datacenter: "eu", dependsOn: "orders,ghost,web" },
      { service: "orders", datacenter: "eu", liveness: "late", count: 130 },
      { service: "stock", datacenter: "eu", gone: "expired" },
    ]);
    expectWellFormed(svg);
    for (const said of ["eu", "web", "orders", "130 late", "Nobody left", "ghost", "stroke-dasharray"])
      expect(svg).toContain(said);
    // One of them to itself.
    expect(svg.match(/<path[^>]*marker-end="url\(#declared\)"/g)).toHaveLength(3);
  });

  it("tells what was seen apart from what is declared, with its rate", () => {
    const all = [
      { service: "web", datacenter: "eu" },
      { service: "orders", datacenter: "eu" },
    ];
    const edge = { id: "seen", from: "web@eu", to: "orders@eu", perSecond: 12.4, failedPerSecond: 1.24 };
    const inbound = new Map([["web@eu", [{ way: "gateway" as const, perSecond: 3, failedPerSecond: 0 }]]]);
    const svg = picture(all, { edges: [edge], inbound });
    expectWellFormed(svg);
    expect(svg).toContain("12/s, 10 % failed");
    expect(svg).toContain("gateway 3/s");
    expect(svg).toContain('stroke-dasharray="5 4"');
  });

  it("cuts names that are too long, between characters", () => {
    expect(picture([{ service: "n".repeat(200), datacenter: "eu" }])).toContain(`${"n".repeat(25)}…`);
    expectWellFormed(picture([{ service: "\u{1f600}".repeat(200), datacenter: "eu" }]));
  });
});
