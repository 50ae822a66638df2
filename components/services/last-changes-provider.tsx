"use client";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { useRecentEvents } from "@/components/api/use-recent-events";
import { useLiveStore } from "@/components/live/live-provider";
import type { RegistryEvent } from "@/lib/registry/types";
import { createLastChanges, type LastChanges } from "./last-changes";

const Context = createContext<LastChanges | null>(null);

export function LastChangesProvider({ children }: { children: ReactNode }) {
  const store = useLiveStore();
  const [changes] = useState(() => createLastChanges(store));
  useEffect(() => changes.start(), [changes]);
  const history = useRecentEvents({}, 500).data?.events;
  useEffect(() => {
    if (history) changes.fill(history);
  }, [changes, history]);
  return <Context value={changes}>{children}</Context>;
}

const NEVER = () => () => {};

/** Null where neither the stream nor the newest part of the history holds a change of it. */
export function useLastChange(service: string): RegistryEvent | null {
  const changes = useContext(Context);
  return useSyncExternalStore(
    (listener) => (changes ? changes.subscribe(service, listener) : NEVER()),
    () => changes?.get(service) ?? null,
    () => null,
  );
}
