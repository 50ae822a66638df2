import { describe, expect, it } from "vitest";
import { type Content, contentOf, sameContent } from "./content";
import { partsOf } from "./grouping";
import { type Registered, servicesOf } from "./registry.testing";

function contentFor(...all: Omit<Registered, "service">[]): Content {
  const [service] = servicesOf(all.map((one) => ({ service: "web", ...one }))).services;
  const part = service && partsOf(service, "none").get("");
  if (!part) throw new Error("no such part");
  return contentOf(part);
}
const states = (content: Content) => (content.kind === "bar" ? [] : content.cells.map(({ state }) => state));

describe("what a card draws", () => {
  it.each([
    [1, "rings"],
    [12, "rings"],
    [13, "cells"],
    [120, "cells"],
    [121, "bar"],
    [5_000, "bar"],
  ])("of %i instances: %s", (count, kind) => expect(contentFor({ count }).kind).toBe(kind));

  it("says how five thousand that are present divide", () => {
    const content = contentFor(
      { count: 4_900 },
      { count: 60, draining: true },
      { count: 30, liveness: "late" },
      { count: 10, liveness: "overdue", draining: true },
      { count: 7, gone: "expired" },
    );
    expect(content).toEqual({
      kind: "bar",
      shares: [
        { state: "alive", count: 4_900 },
        { state: "draining", count: 60 },
        { state: "late", count: 30 },
        { state: "overdue", count: 10 },
      ],
    });
  });

  it("keeps who left in the place that it had", () => {
    expect(states(contentFor({}, { gone: "expired" }, {}))).toEqual(["alive", "gone", "alive"]);
  });

  it("shows draining in the place of alive only, never over what is wrong", () => {
    expect(states(contentFor({ draining: true }, { draining: true, liveness: "late" }))).toEqual(["draining", "late"]);
  });

  it("leaves out who left long ago, not who is there", () => {
    const content = contentFor({ count: 10 }, { count: 100, gone: "expired" });
    expect(states(content).filter((state) => state === "alive")).toHaveLength(10);
    expect(states(content).filter((state) => state === "gone")).toHaveLength(6);
    const many = contentFor({ count: 120 }, { count: 500, gone: "expired" });
    expect(states(many)).toHaveLength(150);
  });
});

describe("whether two draw the same", () => {
  const plain = () => contentFor({ count: 3 });

  it("they do while only what no card shows is another", () => {
    expect(sameContent(plain(), plain())).toBe(true);
    expect(sameContent(plain(), contentFor({ count: 3, metadata: { version: "2" } }))).toBe(true);
    expect(sameContent(contentFor({ count: 500 }), contentFor({ count: 500 }))).toBe(true);
  });

  it("they do not where somebody came, went, or is in another state", () => {
    const others = [
      contentFor({ count: 4 }),
      contentFor({ count: 2 }, { liveness: "late" }),
      contentFor({ count: 2 }, { gone: "expired" }),
      contentFor({ count: 2 }, { draining: true }),
      contentFor({ count: 13 }),
      contentFor({ count: 500 }),
    ];
    for (const other of others) expect(sameContent(plain(), other)).toBe(false);
    expect(sameContent(contentFor({ count: 500 }), contentFor({ count: 499 }, { liveness: "late" }))).toBe(false);
  });
});
