import { describe, expect, it } from "vitest";
import { compile } from "@/lib/query/compile";
import { instanceLanguage } from "@/lib/query/languages/instances";
import { parse } from "@/lib/query/parse";
import type { ServiceSummary } from "@/lib/registry/select";
import type { Instance, Tombstone } from "@/lib/registry/types";
import { filteredRows } from "./instance-rows";

function instance(id: string): Instance {
  return {
    id,
    keys: [id],
    layout: "path",
    service: "web",
    instance: id,
    endpoints: [],
    metadata: {},
    leaseId: "1",
    createRevision: "1",
    modRevision: "1",
    version: "1",
  };
}

function tombstone(id: string): Tombstone {
  return {
    id,
    instance: instance(id),
    revision: "2",
    removedAtMs: 0,
    cause: "unknown",
    certainty: "inferred",
    evidence: "",
  };
}

const service = (instances: Instance[], tombstones: Tombstone[]) =>
  ({ instances, tombstones, unwell: new Map(), drains: new Map() }) as unknown as ServiceSummary;

describe("the rows of a service", () => {
  it("puts what is gone last, under a line of its own", () => {
    const rows = filteredRows(service([instance("a"), instance("b")], [tombstone("c")]), null);
    expect(rows.map(({ kind, id }) => `${kind} ${id.trim()}`)).toEqual([
      "instance a",
      "instance b",
      "group gone",
      "instance c",
    ]);
  });

  it("keeps the row of an unchanged instance, so that it is not drawn again", () => {
    const [a, b] = [instance("a"), instance("b")];
    expect(filteredRows(service([a, b], []), null)[0]).toBe(filteredRows(service([a], []), null)[0]);
  });

  it("filters both, and shows no line over nothing", () => {
    const rows = filteredRows(
      service([instance("abc"), instance("x")], [tombstone("y")]),
      compile(parse("ABC"), instanceLanguage).matches,
    );
    expect(rows.map(({ id }) => id)).toEqual(["abc"]);
  });
});
