import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RegistryEvent } from "@/lib/registry/types";
import { withParams } from "../ui/use-url-params";
import {
  CAUSES,
  type EventFilters,
  filtersFromSearch,
  filtersFromText,
  filtersToSearch,
  filtersToText,
  matcherOf,
  NO_FILTERS,
} from "./event-filters";
import { EVENT_KINDS } from "./event-kind";

const kinds = fc.subarray([...EVENT_KINDS]).map((list) => new Set(list));
const cause = fc.option(fc.constantFrom(...CAUSES));
const word = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => !/\s|:/.test(text));
const filters: fc.Arbitrary<EventFilters> = fc.record({
  kinds,
  service: fc.oneof(fc.constant(""), fc.string({ unit: "grapheme" })),
  cause,
  text: fc.oneof(fc.constant(""), word),
});

describe("filters", () => {
  it("survive the way through the address", () => {
    fc.assert(
      fc.property(filters, (given) => {
        const search = withParams("?event=x", filtersToSearch(given));
        expect(filtersFromSearch(new URLSearchParams(search))).toEqual(given);
        expect(new URLSearchParams(search).get("event")).toBe("x");
      }),
    );
  });

  it("survive the way through the field", () => {
    fc.assert(
      fc.property(filters, (given) => {
        expect(filtersFromText(filtersToText(given), given.kinds)).toEqual(given);
      }),
    );
  });

  it("leave a clean address when nothing is filtered", () => {
    expect(withParams("?service=x&kind=left", filtersToSearch(NO_FILTERS))).toBe("");
  });

  it("keep words that are no filter as words", () => {
    const read = filtersFromText("cause:boredom orders", NO_FILTERS.kinds);
    expect(read).toMatchObject({ cause: null, text: "cause:boredom orders" });
  });

  it("let a gap through a service filter: it concerns every service", () => {
    const gap: RegistryEvent = {
      id: "e:1::0",
      at: null,
      revision: "1",
      type: "gap",
      service: null,
      instance: null,
      key: null,
    };
    expect(matcherOf({ ...NO_FILTERS, service: "orders" })(gap)).toBe(true);
    expect(matcherOf({ ...NO_FILTERS, service: "web" })({ ...gap, type: "updated", service: "orders" })).toBe(false);
  });
});
