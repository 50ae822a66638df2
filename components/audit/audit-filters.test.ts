import { describe, expect, it } from "vitest";
import { filtersOf, isFiltered, queryOf } from "./audit-filters";

const read = (search: string) => filtersOf(new URLSearchParams(search));

describe("what the address of the Audit page says", () => {
  it("is read, and what makes no sense is left out", () => {
    expect(read("?action=evict&action=explode&outcome=refused&actor=mina&since=yesterday")).toEqual({
      q: "",
      actions: ["evict"],
      outcomes: ["refused"],
      actor: "mina",
      service: "",
      key: "",
      since: "",
      until: "",
    });
    expect(isFiltered(read("?entry=1"))).toBe(false);
    expect(isFiltered(read("?q=web"))).toBe(true);
  });

  it("is asked of the API in the same words, moments as milliseconds", () => {
    expect(queryOf(read("?service=web&since=2026-11-25T12:00Z"))).toMatchObject({
      service: "web",
      since: Date.parse("2026-11-25T12:00Z"),
      until: null,
    });
  });
});
