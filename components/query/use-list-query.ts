"use client";
import { useCallback, useMemo } from "react";
import type { Query } from "@/lib/query/ast";
import { withinBounds } from "@/lib/query/bounds";
import { type Compiled, compile } from "@/lib/query/compile";
import { isNarrowedBy, narrowed, toggled, type Wanted } from "@/lib/query/edit";
import type { Language } from "@/lib/query/language";
import { parse } from "@/lib/query/parse";
import { print } from "@/lib/query/print";
import { paramsNow, useUrlParams } from "../ui/use-url-params";
import { type OldParams, paramsOf, queryTextOf } from "./query-params";

/** What a page asks of its list. It lives in the address. */
export interface ListQuery<T> extends Pick<Compiled<T>, "matches" | "mistakes" | "parts"> {
  language: Language<T>;
  /** As somebody wrote it. */
  text: string;
  query: Query;
  /** What of it makes sense and is applied, for the API and for commands. */
  applied: string;
  write(text: string): void;
  /** One more, or one less, of the values of which any fits; the first name is written. */
  toggle(fields: readonly string[], value: string): void;
  narrow(wanted: Wanted, exclude: boolean): void;
  isNarrowedBy(wanted: Wanted): boolean;
}

const NO_OLD_PARAMS: OldParams = {};

export function useListQuery<T>(language: Language<T>, old: OldParams = NO_OLD_PARAMS): ListQuery<T> {
  const [params, change] = useUrlParams();
  const text = queryTextOf(params, old);
  const write = useCallback((next: string) => change(paramsOf(next, old)), [change, old]);
  // A click adds to what the address says at that moment, not to what was drawn last.
  const edit = useCallback((next: (now: string) => string) => write(next(queryTextOf(paramsNow(), old))), [write, old]);
  return useMemo(() => {
    const query = withinBounds(parse(text));
    const { matches, mistakes, parts } = compile(query, language);
    return {
      language,
      text,
      query,
      matches,
      mistakes,
      parts,
      applied: print(parts),
      write,
      toggle: (fields, value) => edit((now) => toggled(now, fields, value)),
      narrow: (wanted, exclude) => edit((now) => narrowed(now, wanted, exclude)),
      isNarrowedBy: (wanted) => isNarrowedBy(query, wanted),
    };
  }, [text, language, write, edit]);
}
