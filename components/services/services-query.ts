import type { STATES as STATE_VALUES } from "@/lib/query/languages/instances";

export type ServiceSort = "worst" | "name" | "datacenter";
export type StateFilter = (typeof STATE_VALUES)[number];

/** In the order of the chips. */
export const STATES: readonly StateFilter[] = ["alive", "late", "overdue", "draining", "static", "gone"];
const SORTS: readonly ServiceSort[] = ["worst", "name", "datacenter"];

/** Parameters of older links. */
export const OLD_PARAMS = { state: "state", dc: "dc" };
/** The fields that the chips of states write and read; the first is written. */
export const STATE_FIELDS = ["state", "liveness", "admin"];

/** The order that the address asks for; what makes no sense there is left out. */
export function readSort(params: Pick<URLSearchParams, "get">): ServiceSort {
  const sort = params.get("sort");
  return SORTS.find((known) => known === sort) ?? "worst";
}
