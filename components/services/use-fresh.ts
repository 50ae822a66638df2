"use client";
import { useCallback, useRef } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import { compareRevisions } from "@/lib/registry/revision";
import type { InstanceRow, ServiceSummary } from "@/lib/registry/select";

/** Whether something came after the page was opened, asked when its row is first drawn; true once per id. */
function useFresh(): (id: string, revision: string) => boolean {
  const store = useLiveStore();
  const since = useRef<string | null>(null);
  const shown = useRef(new Set<string>());
  return useCallback(
    (id, revision) => {
      since.current ??= store.getState().view?.revision ?? null;
      if (since.current === null || compareRevisions(revision, since.current) <= 0) return false;
      if (shown.current.has(id)) return false;
      shown.current.add(id);
      return true;
    },
    [store],
  );
}

/** A service is new when all its instances are. */
export function useFreshService(): (service: ServiceSummary) => boolean {
  const fresh = useFresh();
  return useCallback(
    (service) => {
      const first = service.instances[0];
      return service.total === 1 && first !== undefined && fresh(service.name, first.createRevision);
    },
    [fresh],
  );
}

export function useFreshInstance(): (row: InstanceRow) => boolean {
  const fresh = useFresh();
  return useCallback(
    ({ instance, tombstone }) =>
      tombstone === null && fresh(`${instance.id} ${instance.createRevision}`, instance.createRevision),
    [fresh],
  );
}
