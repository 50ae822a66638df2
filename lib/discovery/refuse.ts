import { Problem, type ProblemField } from "@/lib/errors";
import { builtInLayouts, layoutById } from "@/lib/layouts/built-in";
import { describe } from "@/lib/layouts/json-value";
import type { Layout } from "@/lib/layouts/types";

/** What cannot be done with these options, field by field. */
export function refuse(fields: ProblemField[]): Problem {
  const detail = fields.map(({ field, message }) => `${field} ${message}`).join("; ");
  return new Problem("invalid-request", `This cannot be done: ${detail}.`, { fields });
}

/** The fields that a check refuses; whatever else it throws goes on. */
export function fieldsRefused(check: () => void): ProblemField[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof Problem && error.extra.fields) return error.extra.fields;
    throw error;
  }
}

export function layoutOf(layout: unknown): Layout {
  if (typeof layout === "object" && layout !== null && "rules" in layout) return layout as Layout;
  const found = typeof layout === "string" ? layoutById(layout) : undefined;
  if (found) return found;
  const known = builtInLayouts.map(({ id }) => id).join(", ");
  throw refuse([{ field: "layout", message: `${describe(layout)} is not known; the built-in ones are ${known}` }]);
}

/** What is wrong with the prefix under which a layout's keys stand; null where none is given and none is usual. */
export function checkPrefix(prefix: unknown): ProblemField[] {
  if (prefix === null) return [{ field: "prefix", message: "has to be given: this layout has none by convention" }];
  if (typeof prefix !== "string" || !/[/|]$/.test(prefix))
    return [{ field: "prefix", message: "has to end at a separator, / or |" }];
  return [];
}

export function checkObject(options: unknown): void {
  if (typeof options !== "object" || options === null)
    throw refuse([{ field: "options", message: `have to be given, as in { etcd: "http://127.0.0.1:2379", … }` }]);
}

/** A name that is misspelt would be passed over in silence, and its default would hold. */
export function checkNames(options: object, known: Readonly<Record<string, true>>): ProblemField[] {
  return Object.entries(options)
    .filter(([name, value]) => value !== undefined && !Object.hasOwn(known, name))
    .map(([name]) => ({ field: name, message: `is no option; there are ${Object.keys(known).join(", ")}` }));
}

export function checkSignal(signal: unknown): ProblemField[] {
  return signal === undefined || signal instanceof AbortSignal
    ? []
    : [{ field: "signal", message: "should be an AbortSignal" }];
}
