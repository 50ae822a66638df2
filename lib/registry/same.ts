import type { Instance, UnrecognizedKey } from "./types";

/** Equal in everything a page could show. Both come from the same decoder, so their fields stand in the same order. */
export function sameInstance(a: Instance, b: Instance): boolean {
  return a.modRevision === b.modRevision && a.leaseId === b.leaseId && JSON.stringify(a) === JSON.stringify(b);
}

export function sameUnrecognized(a: UnrecognizedKey, b: UnrecognizedKey): boolean {
  return a.modRevision === b.modRevision && JSON.stringify(a) === JSON.stringify(b);
}
