import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRevisions, nextRevision, revisionsBetween } from "@/lib/registry/revision";
import { contains, coveringRange, NO_END, prefixRange, withoutNested } from "./key-range";
import { bytesToKeyText } from "./key-text";

const key = fc.uint8Array({ minLength: 1, maxLength: 8 }).map(bytesToKeyText);
const bytes = fc.uint8Array({ maxLength: 6 });

describe("key ranges", () => {
  it("take in exactly the keys that start with the prefix", () => {
    fc.assert(
      fc.property(bytes, fc.uint8Array({ minLength: 1, maxLength: 8 }), (prefix, other) => {
        const startsWith = prefix.every((byte, at) => other[at] === byte);
        expect(contains(prefixRange(bytesToKeyText(prefix)), bytesToKeyText(other))).toBe(startsWith);
      }),
      { numRuns: 2000 },
    );
  });

  it("know their ends", () => {
    expect(prefixRange("/svc/")).toEqual({ start: "/svc/", end: "/svc0" });
    expect(prefixRange("a\\xff\\xff")).toEqual({ start: "a\\xff\\xff", end: "b" });
    expect(prefixRange("\\xff")).toEqual({ start: "\\xff", end: NO_END });
    expect(prefixRange("")).toEqual({ start: "\0", end: NO_END });
  });

  it("are covered by one that holds every key of each", () => {
    fc.assert(
      fc.property(
        fc.array(
          bytes.map((prefix) => prefixRange(bytesToKeyText(prefix))),
          { minLength: 1 },
        ),
        key,
        (ranges, one) => {
          if (ranges.some((range) => contains(range, one))) expect(contains(coveringRange(ranges), one)).toBe(true);
          expect(withoutNested(ranges).some((range) => contains(range, one))).toBe(
            ranges.some((range) => contains(range, one)),
          );
        },
      ),
    );
    expect(coveringRange([prefixRange("heartbeat|"), prefixRange("/rollcall/"), prefixRange("/services/")])).toEqual({
      start: "/rollcall/",
      end: "heartbeat}",
    });
  });

  it("drops a prefix inside another", () => {
    expect(withoutNested([prefixRange("/a/b/"), prefixRange("/a/"), prefixRange("/c/"), prefixRange("/a/")])).toEqual([
      prefixRange("/a/"),
      prefixRange("/c/"),
    ]);
  });
});

describe("revisions", () => {
  it("compare and count beyond 2^53", () => {
    expect(compareRevisions("9", "10")).toBeLessThan(0);
    expect(compareRevisions("9007199254740993", "9007199254740992")).toBeGreaterThan(0);
    expect(nextRevision("999999999999999")).toBe("1000000000000000");
    expect(nextRevision("9007199254740992")).toBe("9007199254740993");
    expect(revisionsBetween("9007199254740990", "9007199254740993")).toBe(3);
  });
});
