import { print, seenValue, termOf } from "@/lib/query/print";

/** Parameters that older links filter by, and the fields that hold the same. */
export type OldParams = Readonly<Record<string, string>>;

/** The query that an address asks: its `q`, and what an older link says in parameters of its own. */
export function queryTextOf(params: Pick<URLSearchParams, "get" | "getAll">, old: OldParams): string {
  const terms = Object.entries(old).flatMap(([param, field]) => {
    const values = [...new Set(params.getAll(param).filter(Boolean))];
    return values.length === 0 ? [] : [print([termOf(field, null, values.map(seenValue))])];
  });
  return [params.get("q") ?? "", ...terms].filter(Boolean).join(" ");
}

/** The changes of the address that make it ask this query, and nothing twice. */
export function paramsOf(text: string, old: OldParams): Record<string, string | null> {
  return { ...Object.fromEntries(Object.keys(old).map((param) => [param, null])), q: text.trim() === "" ? null : text };
}
