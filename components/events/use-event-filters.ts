"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type EventFilters, filtersFromSearch, filtersToSearch } from "./event-filters";

/** Sets the address without asking the server for anything: pages read what they show from the live store. */
function replaceSearch(next: URLSearchParams): void {
  const text = next.toString();
  window.history.replaceState(null, "", `${window.location.pathname}${text ? `?${text}` : ""}`);
}

/** The filters, which live in the address, and the way to change them. */
export function useEventFilters(): [EventFilters, (filters: EventFilters) => void] {
  const search = useSearchParams();
  const filters = useMemo(() => filtersFromSearch(new URLSearchParams(search)), [search]);
  const change = useCallback((next: EventFilters) => {
    replaceSearch(filtersToSearch(next, new URLSearchParams(window.location.search)));
  }, []);
  return [filters, change];
}

/** One parameter of the address; null takes it out. */
export function useSearchValue(name: string): [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(name);
  const change = useCallback(
    (next: string | null) => {
      const search = new URLSearchParams(window.location.search);
      if (next === null) search.delete(name);
      else search.set(name, next);
      replaceSearch(search);
    },
    [name],
  );
  return [value, change];
}
