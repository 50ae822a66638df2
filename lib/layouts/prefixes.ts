import { builtInLayouts, layoutById } from "./built-in";
import { OWN_PREFIX } from "./layout-set";
import type { Layout, WatchedPrefix } from "./types";

/** What is watched where `ROLLCALL_PREFIXES` says nothing. */
export const DEFAULT_PREFIXES = "/services/=path,registrator;/killrvideo/services/=registrator;heartbeat|=heartbeat";

export interface ParsedPrefixes {
  prefixes: WatchedPrefix[];
  /** A sentence each; every mistake at once. */
  mistakes: string[];
}

/**
 * Reads `prefix=layout,layout;prefix=layout`. A prefix in double quotes keeps its outer spaces; without, they fall away.
 * One prefix inside another is fine: the longest wins.
 */
export function parsePrefixes(text: string, layouts: readonly Layout[] = builtInLayouts): ParsedPrefixes {
  const prefixes: WatchedPrefix[] = [];
  const mistakes: string[] = [];
  const seen = new Set<string>();
  const entries = text.split(";").filter((entry) => entry.trim() !== "");
  if (entries.length === 0) {
    mistakes.push(`No prefix is given; write prefix=layout, for example ${DEFAULT_PREFIXES.split(";", 1)[0]}.`);
  }
  for (const entry of entries) {
    const equals = entry.lastIndexOf("=");
    if (equals < 0) {
      mistakes.push(`"${entry.trim()}" names no layout; write it as ${entry.trim()}=path, for example.`);
      continue;
    }
    const prefix = readPrefix(entry.slice(0, equals));
    mistakes.push(...checkPrefix(prefix, entry.trim()));
    if (seen.has(prefix)) {
      mistakes.push(`${prefix} is named twice; name it once with all its layouts, as in ${prefix}=path,registrator.`);
    }
    seen.add(prefix);
    prefixes.push({ prefix, layouts: readLayouts(entry.slice(equals + 1), prefix, layouts, mistakes) });
  }
  return { prefixes: mistakes.length > 0 ? [] : prefixes, mistakes };
}

function readPrefix(text: string): string {
  const trimmed = text.trim();
  return trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed;
}

function checkPrefix(prefix: string, entry: string): string[] {
  if (prefix === "") return [`"${entry}" has no prefix before the "=".`];
  if (!/[/|]$/.test(prefix)) {
    return [
      `The prefix ${prefix} does not end at a separator and would also match ${prefix}2; write ${prefix}/ instead.`,
    ];
  }
  if (prefix.startsWith(OWN_PREFIX))
    return [`The prefix ${prefix} lies in ${OWN_PREFIX}, where Rollcall keeps its own records.`];
  return [];
}

function readLayouts(text: string, prefix: string, known: readonly Layout[], mistakes: string[]): Layout[] {
  const ids = text.split(",").map((id) => id.trim());
  if (ids.every((id) => id === "")) {
    mistakes.push(`${prefix || "A prefix"} names no layout; the known ones are ${namesOf(known)}.`);
    return [];
  }
  const layouts: Layout[] = [];
  for (const id of ids) {
    const layout = known === builtInLayouts ? layoutById(id) : known.find((candidate) => candidate.id === id);
    if (layout === undefined) {
      mistakes.push(`There is no layout "${id}" (named for ${prefix}); the known ones are ${namesOf(known)}.`);
    } else if (layouts.includes(layout)) mistakes.push(`${prefix} names the layout ${id} twice.`);
    else layouts.push(layout);
  }
  return layouts;
}

function namesOf(layouts: readonly Layout[]): string {
  return layouts.map((layout) => layout.id).join(", ");
}
