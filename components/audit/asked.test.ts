import { describe, expect, it } from "vitest";
import { queryTextOf } from "../query/query-params";
import { askedOf, OLD_PARAMS, stretchOf } from "./asked";

const read = (search: string) => stretchOf(new URLSearchParams(search));

describe("what the address of the Audit page says", () => {
  it("is read, and what is no moment is left out", () => {
    expect(read("?q=web&since=yesterday&until=2026-11-25T12:00")).toEqual({ since: "", until: "2026-11-25T12:00" });
  });

  it("is asked of the API in the same words, moments as milliseconds", () => {
    expect(askedOf("service:web", read("?since=2026-11-25T12:00Z"))).toEqual({
      q: "service:web",
      since: Date.parse("2026-11-25T12:00Z"),
      until: null,
    });
  });

  it("may be an older link's", () => {
    const old = new URLSearchParams("?action=evict&outcome=refused&outcome=conflict&q=rack");
    expect(queryTextOf(old, OLD_PARAMS)).toBe("rack action:evict outcome:refused,conflict");
  });
});
