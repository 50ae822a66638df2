import { describe, expect, it } from "vitest";
import { servicesOf } from "@/lib/map/registry.testing";
import { compile } from "@/lib/query/compile";
import { serviceLanguage } from "@/lib/query/languages/services";
import { parse } from "@/lib/query/parse";
import type { ServiceSummary } from "@/lib/registry/select";
import { arrangeServices, needingAttention, totalsOf } from "./arrange";
import { commonPrefix } from "./key-prefix";
import { readSort } from "./services-query";

function service(
  name: string,
  part: Partial<ServiceSummary["counts"]> = {},
  datacenters: string[] = [],
): ServiceSummary {
  const counts = { alive: 1, late: 0, overdue: 0, static: 0, gone: 0, ...part };
  const total = counts.alive + counts.late + counts.overdue + counts.static;
  return {
    name,
    counts,
    total,
    draining: 0,
    datacenters,
    namespaces: [],
    layouts: ["path"],
    instances: [],
    tombstones: [],
    lost: counts.gone,
    unwell: new Map(),
    inService: 0,
    minimum: null,
    drains: new Map(),
    revision: "1",
  };
}

const fits = (q: string) => compile(parse(q), serviceLanguage).matches;
const names = (services: readonly ServiceSummary[]) => services.map(({ name }) => name);

describe("what the address says", () => {
  it("is the order, where it makes sense", () => {
    const sort = (search: string) => readSort(new URLSearchParams(search));
    expect([sort("?sort=name"), sort("?sort=sideways"), sort("")]).toEqual(["name", "worst", "worst"]);
  });
});

describe("the order of services", () => {
  const all = [service("a"), service("b", { gone: 1 }), service("c", { alive: 0, gone: 2 }), service("d")];

  it("puts what needs a look first and leaves the rest by name", () => {
    expect(names(arrangeServices(all, null, "worst"))).toEqual(["c", "b", "a", "d"]);
  });

  it("groups by datacenter, those without one last", () => {
    const some = [service("a"), service("b", {}, ["us"]), service("c", {}, ["eu"]), service("d", {}, ["us"])];
    expect(names(arrangeServices(some, null, "datacenter"))).toEqual(["c", "b", "d", "a"]);
  });

  it("leaves out what does not fit", () => {
    expect(names(arrangeServices(all, fits("D"), "name"))).toEqual(["d"]);
    expect(names(arrangeServices(all, fits("-service:a,d"), "worst"))).toEqual(["c", "b"]);
  });

  it("is the very same list where nothing has to be done", () => {
    const quiet = [service("a"), service("b")];
    expect(arrangeServices(quiet, null, "worst")).toBe(quiet);
  });
});

describe("what needs attention", () => {
  it("is a service that lost all or most of its instances, not every removal", () => {
    const all = [
      service("rolling", { alive: 5, gone: 1 }),
      service("dead", { alive: 0, gone: 1 }),
      service("half", { gone: 1 }),
    ];
    expect(names(needingAttention(all, 3))).toEqual(["dead", "half"]);
    expect(totalsOf(all)).toMatchObject({ services: 3, instances: 6, empty: 1, states: { gone: 3, alive: 6 } });
  });
});

describe("a service that was left on purpose", () => {
  const goodbye = (name: string, alive: number, gone: number) => ({ ...service(name, { alive, gone }), lost: 0 });

  it("needs no look, however many left, as long as somebody is there", () => {
    expect(needingAttention([goodbye("deployed", 1, 20)], 3)).toEqual([]);
    const all = [goodbye("a", 3, 3), service("b"), service("c", { gone: 1 })];
    expect(names(arrangeServices(all, null, "worst"))).toEqual(["c", "a", "b"]);
  });

  it("needs none where an event tells that many services lost everybody, whoever of them had crashed before", () => {
    const [swept] = servicesOf([{ service: "swept", gone: "replaced" }]).services;
    const tombstones = swept?.tombstones.map((tombstone) => ({ ...tombstone, partOf: "e:1::0" })) ?? [];
    expect(needingAttention([{ ...service("swept", { alive: 0, gone: 3 }), tombstones, lost: 2 }], 3)).toEqual([]);
  });

  it("needs one when nobody is left, or fewer than expected", () => {
    expect(names(needingAttention([goodbye("empty", 0, 1)], 3))).toEqual(["empty"]);
    const short = { ...goodbye("short", 1, 1), inService: 1, minimum: 2 };
    expect(names(needingAttention([short], 3))).toEqual(["short"]);
  });
});

describe("what the keys of a service have in common", () => {
  it("ends after the name, whichever separator the convention uses", () => {
    expect(commonPrefix("/services/web/eu/1", "/services/web/us/2", "web")).toBe("/services/web/");
    expect(commonPrefix("/services/web/eu/1", "/services/web/eu/1", "web")).toBe("/services/web/");
    expect(commonPrefix("heartbeat|web|http://a", "heartbeat|web|http://b", "web")).toBe("heartbeat|web|");
    expect(commonPrefix("/services/services/a", "/services/services/b", "services")).toBe("/services/services/");
  });

  it("ends at a separator where the keys do not hold the name", () => {
    expect(commonPrefix("/x/a/1", "/x/a/2", "web")).toBe("/x/a/");
    expect(commonPrefix("/a/x", "heartbeat|x|y", "x")).toBe("");
  });
});
