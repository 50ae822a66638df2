import { Problem, type ProblemField } from "@/lib/errors";
import { builtInLayouts, layoutById } from "@/lib/layouts/built-in";
import type { Layout } from "@/lib/layouts/types";

/** What cannot be done with these options, field by field. */
export function refuse(fields: ProblemField[]): Problem {
  const detail = fields.map(({ field, message }) => `${field} ${message}`).join("; ");
  return new Problem("invalid-request", `This cannot be done: ${detail}.`, { fields });
}

export function layoutOf(layout: string | Layout): Layout {
  if (typeof layout !== "string") return layout;
  const found = layoutById(layout);
  if (found) return found;
  const known = builtInLayouts.map(({ id }) => id).join(", ");
  throw refuse([{ field: "layout", message: `"${layout}" is not known; the built-in ones are ${known}` }]);
}
