"use client";
import { useCallback, useMemo } from "react";
import { useUrlParams } from "../ui/use-url-params";
import { type EventFilters, filtersFromSearch, filtersToSearch } from "./event-filters";

/** The filters, which live in the address, and the way to change them. */
export function useEventFilters(): [EventFilters, (filters: EventFilters) => void] {
  const [params, change] = useUrlParams();
  const filters = useMemo(() => filtersFromSearch(params), [params]);
  const set = useCallback((next: EventFilters) => change(filtersToSearch(next)), [change]);
  return [filters, set];
}

/** The chosen event, in the address too. Choosing the first one makes an entry in the history, so that Back closes it. */
export function useChosenId(): [string | null, (id: string | null) => void] {
  const [params, change] = useUrlParams();
  const choose = useCallback(
    (id: string | null) => {
      const first = id !== null && !new URLSearchParams(window.location.search).has("event");
      change({ event: id }, first ? "push" : "replace");
    },
    [change],
  );
  return [params.get("event"), choose];
}
