"use client";
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type ParamChanges = Record<string, string | readonly string[] | null>;

/** The address with some parameters changed; null and empty take one out. Pure. */
export function withParams(search: string, changes: ParamChanges): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    params.delete(name);
    if (value === null || value === "") continue;
    for (const one of typeof value === "string" ? [value] : value) params.append(name, one);
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** What the address says at this moment, which may be more than what was drawn last: for what follows from a click. */
export function paramsNow(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}

/**
 * What the page shows, kept in its address: it survives a reload and can be sent to somebody. Filters replace the
 * entry in the history; what opens something pushes one, so that Back closes it.
 */
export function useUrlParams() {
  const params = useSearchParams();
  const change = useCallback((changes: ParamChanges, mode: "replace" | "push" = "replace") => {
    const { pathname, search, hash } = window.location;
    const next = withParams(search, changes);
    if (next === search) return;
    const address = `${pathname}${next}${hash}`;
    if (mode === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);
  return [params, change] as const;
}
