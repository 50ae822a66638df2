import { OWN_PREFIX } from "@/lib/layouts/layout-set";
import type { UnrecognizedKey } from "./types";

/**
 * What lists of unrecognized keys are sorted by: the key, those under `/rollcall/` after all others. However many records
 * somebody writes there, they push no registration that could not be read out of sight.
 */
export function unrecognizedOrder({ key }: Pick<UnrecognizedKey, "key">): string {
  return `${key.startsWith(OWN_PREFIX) ? 1 : 0}${key}`;
}
