import type { Liveness } from "@/lib/registry/types";

export type ServiceSort = "worst" | "name" | "datacenter";
export type StateFilter = Liveness | "draining";

export const STATES: readonly StateFilter[] = ["alive", "late", "overdue", "draining", "static", "gone"];
const SORTS: readonly ServiceSort[] = ["worst", "name", "datacenter"];

/** What the Services page shows, as its address says it. */
export interface ServicesQuery {
  q: string;
  states: readonly StateFilter[];
  datacenters: readonly string[];
  sort: ServiceSort;
}

/** Reads the address; what makes no sense there is left out. */
export function readServicesQuery(params: Pick<URLSearchParams, "get" | "getAll">): ServicesQuery {
  const sort = params.get("sort");
  return {
    q: params.get("q") ?? "",
    states: STATES.filter((state) => params.getAll("state").includes(state)),
    datacenters: [...new Set(params.getAll("dc").filter(Boolean))],
    sort: SORTS.find((known) => known === sort) ?? "worst",
  };
}

export function isFiltered(query: ServicesQuery): boolean {
  return query.q.trim() !== "" || query.states.length > 0 || query.datacenters.length > 0;
}
