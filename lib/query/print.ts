import type { Part, Query, Term, Value, Word } from "./ast";
import { parse } from "./parse";

const NOWHERE = { from: 0, to: 0 };

/** The text of a query. `parse(print(parts))` has the same parts. */
export function print(parts: readonly Part[]): string {
  return parts.map(printPart).join(" ");
}

function printPart(part: Part): string {
  const dash = part.negated ? "-" : "";
  if (part.kind === "word") return `${dash}${part.quoted ? inQuotes(part.text) : part.text}`;
  return `${dash}${printField(part)}:${part.values.map(printValue).join(",")}`;
}

export function printField({ field, sub }: Pick<Term, "field" | "sub">): string {
  if (sub === null) return field;
  return `${field}.${sub !== "" && /^[^\s:"]+$/.test(sub) ? sub : inQuotes(sub)}`;
}

function printValue({ text, quoted, comparison }: Value): string {
  return `${comparison === "=" ? "" : comparison}${quoted ? inQuotes(text) : text}`;
}

/** The inverse of what the parser does inside quotes. */
export function inQuotes(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** A value that somebody saw: bare where that means the same, else in quotes. */
export function seenValue(text: string): Value {
  const plain = /^[^\s,"<>*][^\s,*]*$/.test(text);
  return { text, quoted: !plain, comparison: "=", ...NOWHERE };
}

/** `field:value`; several values mean any of them. */
export function termOf(field: string, sub: string | null, values: readonly Value[], negated = false): Term {
  return { kind: "term", negated, field, sub, head: NOWHERE, values: [...values], ...NOWHERE };
}

/** Typed parameters as terms, each field by its name; their values are taken exactly. Undefined asks for nothing. */
export function typedTerms(given: Readonly<Record<string, string | readonly string[] | undefined>>): Term[] {
  return Object.entries(given).flatMap(([field, values]) => {
    const texts = values === undefined ? [] : [values].flat();
    const exact = texts.map((text) => ({ ...seenValue(text), quoted: true }));
    return exact.length === 0 ? [] : [termOf(field, null, exact)];
  });
}

/** Text to be found as it stands, as one word. */
export function wordOf(text: string, negated = false): Word {
  const bare: Word = { kind: "word", negated, text, quoted: false, ...NOWHERE };
  const [read, more] = parse(printPart(bare)).parts;
  const plain = !more && read?.kind === "word" && read.text === text && read.negated === negated && !read.quoted;
  // What looks like a quoted sub would go on into whatever follows.
  return { ...bare, quoted: !plain || text.includes("*") || text.includes('."') };
}

/** The parts of both: all of them have to fit. */
export function both(query: Query, more: readonly Part[]): Query {
  return more.length === 0 ? query : { ...query, parts: [...more, ...query.parts] };
}
