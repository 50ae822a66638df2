import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_DEPENDENCY_FIELDS } from "./dependencies";
import { firstPicture } from "./first-picture";
import type { Grouping } from "./grouping";
import { type Registered, servicesOf } from "./registry.testing";
import { expectWellFormed } from "./well-formed.testing";

const draw = (all: readonly Registered[], grouping: Grouping = "datacenter") =>
  firstPicture(servicesOf(all).services, grouping, DEFAULT_DEPENDENCY_FIELDS, async () => {});

/** `many` services of which nothing need be said. */
const crowd = (many: number, of: Partial<Registered> = {}): Registered[] =>
  Array.from({ length: many }, (_, index) => ({ service: `svc-${index}`, datacenter: "eu", ...of }));

const paths = (svg: string | null) =>
  [...(svg ?? "").matchAll(/<path class="([^"]+)"([^>]*) d="([^"]*)"\/>/g)].map(([, look = "", more = "", d = ""]) => ({
    look,
    more,
    d,
  }));

/** How many cells its dashed lines show. */
function wellIn(svg: string | null): number {
  let well = 0;
  for (const { more, d } of paths(svg).filter(({ look }) => look === "alive line")) {
    const [, dash = "", gap = ""] = /stroke-dasharray="([\d.]+) ([\d.]+)"/.exec(more) ?? [];
    for (const [, length = ""] of d.matchAll(/h([\d.]+)/g))
      well += Math.round((Number(length) - Number(dash)) / (Number(dash) + Number(gap))) + 1;
  }
  return well;
}
const many = (svg: string | null, look: string) =>
  paths(svg)
    .filter((path) => path.look === look)
    .reduce((sum, { d }) => sum + (d.match(/M/g)?.length ?? 0), 0);

describe("the map before its scripts", () => {
  it("is there for a large map only, and not for one that no page should hold", async () => {
    expect(await draw(crowd(150))).toBeNull();
    expect(await draw(crowd(151))).not.toBeNull();
    expect(await draw(crowd(2_001))).toBeNull();
  });

  it("shows everybody who is well as a dash, however many stand in a card", async () => {
    for (const count of [1, 8, 9, 12, 13, 50, 120])
      expect(wellIn(await draw(crowd(160, { count }))), `${count} each`).toBe(160 * count);
  });

  it("has a card for each part of a service, those that nobody left and ghosts among them, and a frame for each group", async () => {
    const svg = await draw([
      ...crowd(160, { count: 2 }),
      { service: "svc-0", datacenter: "us" },
      { service: "left", datacenter: "us", gone: "expired", count: 3 },
      { service: "svc-1", datacenter: "eu", dependsOn: "nowhere" },
    ]);
    expect(many(svg, "card")).toBe(161);
    expect(many(svg, "card gone")).toBe(1);
    expect(many(svg, "card ghost")).toBe(1);
    expect(svg?.match(/class="frame"/g)).toHaveLength(2);
    // Three of them, and one that says so at the card's head.
    expect(many(svg, "gone line")).toBe(4);
  });

  it("gives each state its own shape, beside those that are well", async () => {
    const states: Registered[] = [
      { service: "mixed", datacenter: "eu", count: 5 },
      { service: "mixed", datacenter: "eu", liveness: "late", count: 2 },
      { service: "mixed", datacenter: "eu", liveness: "overdue" },
      { service: "mixed", datacenter: "eu", liveness: "static", count: 3 },
      { service: "mixed", datacenter: "eu", draining: true },
    ];
    const svg = await draw([...crowd(160), ...states]);
    expect(wellIn(svg)).toBe(165);
    expect(many(svg, "late")).toBe(2);
    // One of them, and one that says so at the card's head.
    expect(many(svg, "overdue")).toBe(2);
    expect(many(svg, "static")).toBe(3);
    expect(many(svg, "draining line")).toBe(1);
    expect(many(svg, "card overdue")).toBe(1);
  });

  it("divides a bar where there are more than cells", async () => {
    const svg = await draw([
      ...crowd(160, { count: 121 }),
      { service: "svc-0", datacenter: "eu", liveness: "late", count: 40 },
    ]);
    expect(many(svg, "alive")).toBe(160);
    expect(many(svg, "late")).toBe(2);
  });

  it("says names where they can be read, and is well-formed whatever they hold", async () => {
    expect(await draw(crowd(160), "none")).toContain(">svc-159<");
    expect(await draw(crowd(1_500), "none")).not.toContain("<text");
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (name) => {
        const svg = await draw([...crowd(160), { service: `${name}x`, datacenter: name, dependsOn: name }]);
        expectWellFormed(svg ?? "");
        expect(svg).not.toMatch(/<(script|style|foreignObject|a)\b/i);
      }),
      { numRuns: 30 },
    );
  });
});
