"use client";
import { useCallback, useMemo } from "react";
import { eventLanguage } from "@/lib/query/languages/events";
import type { RegistryEvent } from "@/lib/registry/types";
import { type ListQuery, useListQuery } from "../query/use-list-query";
import { paramsNow, useUrlParams } from "../ui/use-url-params";
import { kindsFromSearch, kindsToSearch, OLD_PARAMS } from "./event-filters";
import type { EventKind } from "./event-kind";

export interface EventAsking {
  query: ListQuery<RegistryEvent>;
  kinds: ReadonlySet<EventKind>;
  showKinds: (kinds: ReadonlySet<EventKind>) => void;
}

/** What is asked of the events. It lives in the address. */
export function useEventFilters(): EventAsking {
  const [params, change] = useUrlParams();
  const query = useListQuery(eventLanguage, OLD_PARAMS);
  const kind = params.get("kind");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another parameter is no other set of kinds
  const kinds = useMemo(() => kindsFromSearch(params), [kind]);
  const showKinds = useCallback((next: ReadonlySet<EventKind>) => change({ kind: kindsToSearch(next) }), [change]);
  return { query, kinds, showKinds };
}

/** The chosen event, in the address too. Choosing the first one makes an entry in the history, so that Back closes it. */
export function useChosenId(): [string | null, (id: string | null) => void] {
  const [params, change] = useUrlParams();
  const choose = useCallback(
    (id: string | null) => {
      const first = id !== null && !paramsNow().has("event");
      change({ event: id }, first ? "push" : "replace");
    },
    [change],
  );
  return [params.get("event"), choose];
}
