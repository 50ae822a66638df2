import type { Part, Query, Span, Term, Value } from "./ast";
import { OPEN_QUOTE, parse } from "./parse";
import { print, seenValue, termOf } from "./print";

/** Changes to a query's text that leave the rest of it as somebody wrote it. */

export interface Wanted {
  field: string;
  sub?: string | null;
  value: string;
}

/** The query that also wants this value, or wants it not to be there; what says the contrary is taken out. */
export function narrowed(text: string, { field, sub = null, value }: Wanted, exclude = false): string {
  const term = termOf(field, sub, [seenValue(value)], exclude);
  const same = parse(text).parts.filter((part): part is Term => isSame(part, term));
  if (same.some(({ negated }) => negated === exclude)) return text;
  return appended(
    same.reduceRight((rest, part) => cut(rest, part), text),
    print([term]),
  );
}

/** Whether the query wants exactly this value, or excludes it. */
export function isNarrowedBy(query: Query, { field, sub = null, value }: Wanted, exclude = false): boolean {
  const term = termOf(field, sub, [seenValue(value)], exclude);
  return query.parts.some((part) => isSame(part, term) && part.negated === exclude);
}

function isSame(part: Part, term: Term): boolean {
  if (part.kind === "word" || part.field !== term.field || part.sub !== term.sub || part.values.length !== 1)
    return false;
  const [is] = part.values;
  return is !== undefined && names(is, term.values[0]?.text ?? "");
}

/** Whether one of the field's terms names the value; `fields` are its names, the first one is written. */
export function isChosen({ parts }: Pick<Query, "parts">, fields: readonly string[], value: string): boolean {
  return parts.some((part) => isChoice(part, fields) && part.values.some((one) => names(one, value)));
}

/** The query with one more, or one less, of the values of which any fits. */
export function toggled(text: string, fields: readonly string[], value: string): string {
  const query = parse(text);
  const [name = ""] = fields;
  if (isChosen(query, fields, value))
    return query.parts.reduceRight((rest, part) => {
      if (!isChoice(part, fields)) return rest;
      const left = part.values.filter((one) => !names(one, value));
      if (left.length === part.values.length) return rest;
      return left.length === 0 ? cut(rest, part) : replaced(rest, part, print([{ ...part, values: left }]));
    }, text);
  const term = query.parts.find((part): part is Term => isChoice(part, fields));
  if (!term) return appended(text, print([termOf(name, null, [seenValue(value)])]));
  return replaced(text, term, print([{ ...term, field: name, values: [...term.values, seenValue(value)] }]));
}

/** The query without this part. */
export function without(text: string, part: Part): string {
  return cut(text, part);
}

function isChoice(part: Part, fields: readonly string[]): part is Term {
  return part.kind === "term" && !part.negated && part.sub === null && fields.includes(part.field);
}

function names({ text, quoted, comparison }: Value, value: string): boolean {
  return comparison === "=" && (text === value || (!quoted && text.toLowerCase() === value.toLowerCase()));
}

function appended(text: string, part: string): string {
  const { parts, mistakes } = parse(text);
  // An open quote would swallow what follows: printing closes it.
  const open = mistakes.some(({ to, message }) => to === text.length && message === OPEN_QUOTE);
  const whole = (open ? print(parts) : text).trim();
  return whole === "" ? part : `${whole} ${part}`;
}

function replaced(text: string, { from, to }: Span, by: string): string {
  const rest = text.slice(to);
  return `${text.slice(0, from)}${by}${/^\S/.test(rest) ? " " : ""}${rest}`;
}

function cut(text: string, { from, to }: Span): string {
  const [before, after] = [text.slice(0, from).trimEnd(), text.slice(to).trimStart()];
  return before === "" || after === "" ? before + after : `${before} ${after}`;
}
