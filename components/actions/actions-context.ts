"use client";
import { createContext, useContext } from "react";
import type { InstanceRow } from "@/lib/registry/select";

/** What a registration form starts from. */
export interface RegisterStart {
  service?: string;
  layout?: string;
  datacenter?: string;
}

/** What can be asked for anywhere on the page. Each opens its dialog: nothing is written by one press. */
export interface Actions {
  evict(rows: readonly InstanceRow[]): void;
  drain(rows: readonly InstanceRow[]): void;
  resume(rows: readonly InstanceRow[]): void;
  register(start?: RegisterStart): void;
  setMinimum(service: string): void;
  importFile(): void;
  /** Takes what is gone off the screen; of a service: its tombstones, and the minimum of one without instances. */
  dismiss(what: { ids: readonly string[] } | { services: readonly string[] }): void;
}

export const ActionsContext = createContext<Actions | null>(null);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error("useActions works inside ActionsProvider only.");
  return actions;
}
