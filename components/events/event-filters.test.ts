import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "@/lib/query/compile";
import { eventLanguage } from "@/lib/query/languages/events";
import { parse } from "@/lib/query/parse";
import type { RegistryEvent } from "@/lib/registry/types";
import { withParams } from "../ui/use-url-params";
import { DEFAULT_KINDS, isFiltered, kindsFromSearch, kindsToSearch, readable } from "./event-filters";
import { EVENT_KINDS } from "./event-kind";

describe("kinds", () => {
  it("survive the way through the address", () => {
    const some = fc.subarray([...EVENT_KINDS]).map((list) => new Set(list));
    fc.assert(
      fc.property(some, (kinds) => {
        const search = withParams("?event=x", { kind: kindsToSearch(kinds) });
        expect(kindsFromSearch(new URLSearchParams(search))).toEqual(kinds);
        expect(new URLSearchParams(search).get("event")).toBe("x");
      }),
    );
  });

  it("leave a clean address when they are the usual ones", () => {
    expect(withParams("?kind=left", { kind: kindsToSearch(DEFAULT_KINDS) })).toBe("");
    expect(isFiltered(DEFAULT_KINDS, [])).toBe(false);
    expect(isFiltered(new Set(["left"]), [])).toBe(true);
    expect(isFiltered(DEFAULT_KINDS, parse("web").parts)).toBe(true);
  });
});

describe("what is read", () => {
  const gap: RegistryEvent = {
    id: "e:1::0",
    at: null,
    revision: "1",
    type: "gap",
    service: null,
    instance: null,
    key: null,
  };
  const read = (q: string, kinds = DEFAULT_KINDS) =>
    readable(kinds, compile(parse(q), eventLanguage).matches, parse(q).parts);

  it("holds a gap whatever is asked: it concerns every service", () => {
    expect(read("service:orders")(gap)).toBe(true);
    expect(read("service:web")({ ...gap, type: "updated", service: "orders" })).toBe(false);
  });

  it("holds heartbeats only where they are shown", () => {
    const heartbeat: RegistryEvent = { ...gap, type: "heartbeat", service: "web" };
    expect(read("")(heartbeat)).toBe(false);
    expect(read("service:web", new Set(EVENT_KINDS))(heartbeat)).toBe(true);
  });
});
