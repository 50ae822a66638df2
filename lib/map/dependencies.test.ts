import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_DEPENDENCY_FIELDS, dependenciesOf, MOST_DEPENDENCIES, namesIn } from "./dependencies";
import { type Registered, servicesOf } from "./registry.testing";

describe("the names in a metadata value", () => {
  it.each([
    ["orders", ["orders"]],
    [" a, b;c  d ", ["a", "b", "c", "d"]],
    ['["a","b"]', ["a", "b"]],
    ['[{"service":"a"},{"name":"b"}]', ["a", "b"]],
    ['{"a":{"timeout":1},"b":2}', ["a", "b"]],
    ['"one name"', ["one name"]],
    ["[not json", ["[not", "json"]],
    ["", []],
    [`${"x".repeat(501)},a`, ["a"]],
  ])("%s", (text, names) => expect(namesIn(text)).toEqual(names));

  it("can be read in whatever somebody registered", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const name of namesIn(text)) expect(name.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("what a service declares", () => {
  const read = (all: Registered[], fields = DEFAULT_DEPENDENCY_FIELDS) => {
    const [service] = servicesOf(all).services;
    return service ? dependenciesOf(service, fields) : null;
  };

  it("is what all of its instances name, in every field asked for, each once", () => {
    const all = [
      { service: "web", dependsOn: "b,a" },
      { service: "web", metadata: { upstreams: "a,c", calls: "d" } },
    ];
    expect(read(all)?.names).toEqual(["a", "b", "c"]);
    expect(read(all, ["calls"])?.names).toEqual(["d"]);
    expect(read(all, [])?.names).toEqual([]);
  });

  it("is what those named that left, only where nobody is present", () => {
    expect(read([{ service: "web", dependsOn: "a", gone: "expired" }])?.names).toEqual(["a"]);
    expect(read([{ service: "web", dependsOn: "a", gone: "expired" }, { service: "web" }])?.names).toEqual([]);
  });

  it("is cut where it is no picture any more, and says by how many", () => {
    const dependsOn = Array.from({ length: 100 }, (_, index) => `s${index}`).join();
    const read100 = read([{ service: "web", dependsOn }]);
    expect([read100?.names.length, read100?.left]).toEqual([MOST_DEPENDENCIES, 100 - MOST_DEPENDENCIES]);
  });
});
