import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type InstanceRow, rowOf } from "@/lib/registry/select";
import type { Instance } from "@/lib/registry/types";
import { instanceLanguage } from "./languages/instances";
import { parse } from "./parse";
import { isUnfinished, suggest } from "./suggest";

function row(instance: string, part: Partial<Instance>): InstanceRow {
  const id = `/services/web/${instance}`;
  const known = { layout: "path", service: "web", endpoints: [], metadata: {}, leaseId: null, weight: 1 };
  const revisions = { createRevision: "1", modRevision: "1", version: "1" };
  return rowOf({ id, keys: [id], instance, ...known, ...revisions, ...part }, "alive", null);
}
const rows = [
  row("a", { datacenter: "eu-west", metadata: { version: "1.2", "build id": "x" } }),
  row("b", { datacenter: "eu-west", metadata: { version: "1.3" } }),
  row("c", { datacenter: "us east", service: "worker" }),
];
/** `|` marks the caret. */
const at = (marked: string) => {
  const caret = marked.indexOf("|");
  return suggest(marked.replace("|", ""), caret, instanceLanguage, rows);
};
const inserts = (marked: string) => at(marked).map(({ insert }) => insert);
const first = (marked: string) => {
  const [best] = at(marked);
  return best && `${best.text.slice(0, best.caret)}|${best.text.slice(best.caret)}`;
};

describe("what is offered", () => {
  it("is every field where nothing was typed, and those that begin like what was", () => {
    expect(inserts("|").slice(0, 3)).toEqual(["service:", "state:", "liveness:"]);
    expect(inserts("web na|")).toEqual(["namespace:"]);
    expect(inserts("-lay|")).toEqual(["layout:"]);
    expect(first("a -lay| b")).toBe("a -layout:| b");
  });

  it("is the values that are there, the most frequent first, with their number", () => {
    expect(at("dc:|").map(({ insert, count }) => [insert, count])).toEqual([
      ["eu-west", 2],
      ['"us east"', 1],
    ]);
    expect(inserts("dc:EAST|")).toEqual(['"us east"']);
    expect(first("dc:e|")).toBe("dc:eu-west |");
    expect(first("dc:e| web")).toBe("dc:eu-west |web");
    expect(inserts("state:|")).toEqual(["alive", "draining", "gone", "late", "overdue", "static"]);
    expect(inserts("state:late,over|")).toEqual(["overdue"]);
  });

  it("is no value twice, and nothing where it stands already", () => {
    expect(inserts("dc:eu-west,|")).toEqual(['"us east"']);
    expect(inserts("dc:eu-west|")).toEqual([]);
    expect(inserts("port:>8|")).toEqual([]);
    expect(inserts('"eu|')).toEqual([]);
    expect(inserts("nonsense:|")).toEqual([]);
  });

  it("is a value of a field that nobody typed, where people know such values by heart", () => {
    expect(at("eu|")).toMatchObject([{ insert: "dc:eu-west", count: 2, text: "dc:eu-west ", caret: 11 }]);
    expect(inserts("-wo|")).toEqual(["service:worker"]);
  });

  it("is the names of the metadata, then its values", () => {
    expect(inserts("meta.|")).toEqual(["meta.version:", 'meta."build id":']);
    expect(inserts("meta.version:|")).toEqual(["1.2", "1.3"]);
    expect(first("met|")).toBe("meta.|");
  });

  it("never throws, and only ever changes the part at the caret", () => {
    const text = fc.string({ unit: fc.constantFrom(...'"\\:,-*. <', "dc:", "eu", "meta."), maxLength: 20 });
    fc.assert(
      fc.property(text, fc.nat(20), (typed, somewhere) => {
        const caret = Math.min(somewhere, typed.length);
        for (const { text: next, caret: then } of suggest(typed, caret, instanceLanguage, rows)) {
          const part = parse(typed).parts.find(({ from, to }) => from <= caret && caret <= to);
          const rest = typed.slice(part?.to ?? caret);
          expect(next.endsWith(rest)).toBe(true);
          expect(then).toBeLessThanOrEqual(next.length + 1);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("whether a part is still being written", () => {
  it.each([
    ["dc:", true],
    ["dc:e", true],
    ["dc:eu-west", false],
    ["dc:eu*", false],
    ["state:la", true],
    ["state:late", false],
    ["state:late,", true],
    ["port:>8", false],
    ["web", false],
    ['"web', true],
    ["-", true],
    ["dc:e web", false],
  ])("%s: %s", (text, unfinished) => {
    expect(isUnfinished(text, text.length, instanceLanguage, rows)).toBe(unfinished);
  });
});
