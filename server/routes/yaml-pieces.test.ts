import fc from "fast-check";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { yamlPieces } from "./yaml-pieces";

it("writes in pieces what reads back as one document, whatever the texts hold", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom(" ", "\n", "\t", "#", "a", ":", "-", "|", '"') }),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ service: text, port: fc.nat(), metadata: fc.dictionary(text, text) })), (list) => {
      const pieces = [...yamlPieces("# As of revision 7.\n", { rollcall: 1 }, list)];
      expect(parse(pieces.join(""))).toEqual({ rollcall: 1, registrations: list });
      expect(pieces.length).toBeGreaterThan(list.length);
    }),
    { numRuns: 500 },
  );
});
