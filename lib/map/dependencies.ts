import type { ServiceSummary } from "@/lib/registry/select";

/** Metadata fields in which a registration says whom it calls, where nothing else is configured. */
export const DEFAULT_DEPENDENCY_FIELDS: readonly string[] = ["dependsOn", "upstreams"];

/** A service that names more than these is no picture any more; how many are left out is told. */
export const MOST_DEPENDENCIES = 60;
const MOST_NAME_LENGTH = 500;

export interface Dependencies {
  /** Names of services, sorted, each once. A service may name itself. */
  names: readonly string[];
  /** How many more were declared. */
  left: number;
}

const NONE: Dependencies = { names: [], left: 0 };

const byText = new Map<string, readonly string[]>();
const KEPT_TEXTS = 5_000;

/**
 * The names in one metadata value: a list as JSON (of names, or of objects with a `service` or `name`), or names
 * separated by commas, semicolons or blanks. What cannot be read as that is one name.
 */
export function namesIn(text: string): readonly string[] {
  let names = byText.get(text);
  if (!names) {
    names = readNames(text).filter((name) => name !== "" && name.length <= MOST_NAME_LENGTH);
    if (byText.size >= KEPT_TEXTS) byText.clear();
    byText.set(text, names);
  }
  return names;
}

function readNames(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("[") || trimmed.startsWith("{") || trimmed.startsWith('"')) {
    try {
      return namesOf(JSON.parse(trimmed));
    } catch {
      // Not JSON after all.
    }
  }
  return trimmed.split(/[,;\s]+/);
}

function namesOf(value: unknown): string[] {
  if (typeof value === "string") return [value.trim()];
  if (Array.isArray(value)) return value.flatMap(namesOf);
  if (typeof value !== "object" || value === null) return [];
  const named = "service" in value ? value.service : "name" in value ? value.name : null;
  // An object without a name of its own maps names to something.
  return typeof named === "string" ? [named.trim()] : Object.keys(value);
}

const kept = new WeakMap<ServiceSummary, { fields: readonly string[]; found: Dependencies }>();

/** Whom the present instances of a service declare to call; those of the gone where none is present. */
export function dependenciesOf(summary: ServiceSummary, fields: readonly string[]): Dependencies {
  const known = kept.get(summary);
  if (known?.fields === fields) return known.found;
  const found = read(summary, fields);
  kept.set(summary, { fields, found });
  return found;
}

function read({ instances, tombstones }: ServiceSummary, fields: readonly string[]): Dependencies {
  const names = new Set<string>();
  const from = instances.length > 0 ? instances : tombstones.map(({ instance }) => instance);
  for (const { metadata } of from)
    for (const field of fields) {
      const text = metadata[field];
      if (text !== undefined) for (const name of namesIn(text)) names.add(name);
    }
  if (names.size === 0) return NONE;
  const sorted = [...names].sort();
  return { names: sorted.slice(0, MOST_DEPENDENCIES), left: Math.max(0, sorted.length - MOST_DEPENDENCIES) };
}
