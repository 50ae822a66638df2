import { Problem } from "@/lib/errors";
import { DEFAULT_PREFIXES, parsePrefixes } from "@/lib/layouts/prefixes";
import type { WatchedPrefix } from "@/lib/layouts/types";
import type { DiscoverOptions } from "./discovery.types";
import { layoutOf, refuse } from "./refuse";

/** The prefixes to follow and the layouts that read them. Throws a `Problem` where that cannot be. */
export function watchedPrefixes({ layout, prefix, prefixes }: DiscoverOptions): WatchedPrefix[] {
  if (layout === undefined) {
    if (prefix !== undefined) throw refuse([{ field: "layout", message: `has to say how ${prefix} is read` }]);
    if (typeof prefixes === "object") return [...prefixes];
    const parsed = parsePrefixes(prefixes ?? DEFAULT_PREFIXES);
    if (parsed.mistakes.length > 0) throw new Problem("invalid-request", parsed.mistakes.join(" "));
    return parsed.prefixes;
  }
  if (prefixes !== undefined) throw refuse([{ field: "prefixes", message: "and layout exclude each other" }]);
  const found = layoutOf(layout);
  const under = prefix ?? found.defaultPrefix;
  if (under === null)
    throw refuse([{ field: "prefix", message: "has to be given: this layout has none by convention" }]);
  if (!/[/|]$/.test(under)) throw refuse([{ field: "prefix", message: "has to end at a separator, / or |" }]);
  return [{ prefix: under, layouts: [found] }];
}
