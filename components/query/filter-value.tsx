"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { Wanted } from "@/lib/query/edit";
import { fieldNamed, fieldsOf } from "@/lib/query/language";
import { print, seenValue, termOf } from "@/lib/query/print";
import { cn } from "../ui/cn";
import { safeString } from "../ui/safe-text-parts";
import type { ListQuery } from "./use-list-query";

interface Filter {
  /** Whether the list that is filtered has such a field. */
  knows(field: string): boolean;
  narrow(wanted: Wanted, exclude: boolean): void;
}

const FilterContext = createContext<Filter | null>(null);

/** Values shown inside can be clicked to filter the list by them. */
export function FilterProvider<T>({ query, children }: { query: ListQuery<T>; children: ReactNode }) {
  const { language, narrow } = query;
  const fields = fieldsOf(language);
  const filter = { knows: (field: string) => fieldNamed(fields, field) !== undefined, narrow };
  return <FilterContext value={filter}>{children}</FilterContext>;
}

/** For values within something that is pressed itself: how to filter by them. Null where nothing can be filtered. */
export function useNarrow(): Filter["narrow"] | null {
  return useContext(FilterContext)?.narrow ?? null;
}

/**
 * A value that filters by itself: click for this one only, Alt or Shift and click to leave it out. Where nothing can
 * be filtered by it, it is only shown. `inRow`: the keyboard stays with the rows; the field offers the same values.
 */
export function FilterValue({ field, sub, value, inRow, children }: Wanted & { inRow?: boolean; children: ReactNode }) {
  const filter = useContext(FilterContext);
  if (!filter?.knows(field)) return children;
  const wanted: Wanted = { field, value, ...(sub !== undefined && { sub }) };
  const text = safeString(print([termOf(field, sub ?? null, [seenValue(value)])]), 80);
  return (
    <button
      type="button"
      className={cn(
        "pointer-events-auto inline-block min-w-0 max-w-full truncate rounded-cell align-bottom [font:inherit] [overflow-wrap:inherit] [text-align:inherit] [white-space:inherit] hover:underline hover:decoration-muted hover:decoration-dotted hover:underline-offset-3",
        // In rows of a phone a tap opens the row.
        inRow && "max-sm:pointer-events-none",
      )}
      title={`Filter by ${text}. With Alt or Shift: leave it out`}
      {...(inRow && { tabIndex: -1 })}
      onClick={(event) => {
        event.stopPropagation();
        filter.narrow(wanted, event.altKey || event.shiftKey);
      }}
    >
      {children}
    </button>
  );
}
