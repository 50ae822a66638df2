import type { QueryValues } from "../api/get-json";

/** Parameters of older links, and the fields of the query that hold the same. */
export const OLD_PARAMS = { action: "action", outcome: "outcome", actor: "actor", service: "service", key: "key" };

/** As the browser's own field writes them, in the reader's time zone; empty: open. */
export interface Stretch {
  since: string;
  until: string;
}

/** Reads the address; what is no moment there is left out. */
export function stretchOf(params: Pick<URLSearchParams, "get">): Stretch {
  const moment = (name: string) => {
    const text = params.get(name) ?? "";
    return Number.isNaN(Date.parse(text)) ? "" : text;
  };
  return { since: moment("since"), until: moment("until") };
}

/** The query and the stretch of time as the API takes them. */
export function askedOf(q: string, { since, until }: Stretch): QueryValues {
  return { q, since: instant(since), until: instant(until) };
}

function instant(local: string): number | null {
  return local === "" ? null : Date.parse(local);
}
