import { ACTIONS, type ActionName, OUTCOMES, type Outcome } from "@/lib/audit/entry";
import type { QueryValues } from "../api/get-json";

/** What the Audit page shows, as its address says it. */
export interface AuditFilters {
  q: string;
  actions: readonly ActionName[];
  outcomes: readonly Outcome[];
  /** Exact names; the empty string is any. */
  actor: string;
  service: string;
  key: string;
  /** As the browser's own field writes it, in the reader's time zone; empty: open. */
  since: string;
  until: string;
}

type Address = Pick<URLSearchParams, "get" | "getAll">;

/** Reads the address; what makes no sense there is left out. */
export function filtersOf(params: Address): AuditFilters {
  const moment = (name: string) => {
    const text = params.get(name) ?? "";
    return Number.isNaN(Date.parse(text)) ? "" : text;
  };
  return {
    q: params.get("q") ?? "",
    actions: ACTIONS.filter((action) => params.getAll("action").includes(action)),
    outcomes: OUTCOMES.filter((outcome) => params.getAll("outcome").includes(outcome)),
    actor: params.get("actor") ?? "",
    service: params.get("service") ?? "",
    key: params.get("key") ?? "",
    since: moment("since"),
    until: moment("until"),
  };
}

export function isFiltered(filters: AuditFilters): boolean {
  return Object.values(filters).some((value) => value.length > 0);
}

/** The same filters as the API takes them. */
export function queryOf({ q, actions, outcomes, actor, service, key, since, until }: AuditFilters): QueryValues {
  return { q, action: actions, outcome: outcomes, actor, service, key, since: instant(since), until: instant(until) };
}

function instant(local: string): number | null {
  return local === "" ? null : Date.parse(local);
}
