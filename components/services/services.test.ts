import { describe, expect, it } from "vitest";
import type { ServiceSummary } from "@/lib/registry/select";
import { arrangeServices, needingAttention, totalsOf } from "./arrange";
import { commonPrefix } from "./key-prefix";
import { isFiltered, readServicesQuery } from "./services-query";

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
    unwell: new Map(),
    inService: 0,
    minimum: null,
    drains: new Map(),
    revision: "1",
  };
}

const query = (search: string) => readServicesQuery(new URLSearchParams(search));
const names = (services: readonly ServiceSummary[]) => services.map(({ name }) => name);

describe("what the address says", () => {
  it("reads filters and order, and leaves out what makes no sense", () => {
    expect(query("?q=web&state=gone&state=nonsense&dc=eu&sort=sideways")).toEqual({
      q: "web",
      states: ["gone"],
      datacenters: ["eu"],
      sort: "worst",
    });
    expect(isFiltered(query(""))).toBe(false);
    expect(isFiltered(query("?dc=eu"))).toBe(true);
  });
});

describe("the order of services", () => {
  const all = [service("a"), service("b", { gone: 1 }), service("c", { alive: 0, gone: 2 }), service("d")];

  it("puts what needs a look first and leaves the rest by name", () => {
    expect(names(arrangeServices(all, query("")))).toEqual(["c", "b", "a", "d"]);
  });

  it("groups by datacenter, those without one last", () => {
    const some = [service("a"), service("b", {}, ["us"]), service("c", {}, ["eu"]), service("d", {}, ["us"])];
    expect(names(arrangeServices(some, query("?sort=datacenter")))).toEqual(["c", "b", "d", "a"]);
  });

  it("filters by state, datacenter and words", () => {
    expect(names(arrangeServices(all, query("?state=gone&sort=name")))).toEqual(["b", "c"]);
    expect(names(arrangeServices(all, query("?q=D")))).toEqual(["d"]);
  });

  it("is the very same list where nothing has to be done", () => {
    const quiet = [service("a"), service("b")];
    expect(arrangeServices(quiet, query(""))).toBe(quiet);
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
