import type { Part, Span, Term } from "./ast";
import { type FieldFacts, fieldNamed, fieldsOf, type Language, type Reader, subReader, valueReader } from "./language";
import { parse } from "./parse";
import { inQuotes, printField, seenValue } from "./print";

export interface Suggestion {
  kind: "field" | "value";
  /** What is put in: `service:`, `dc:eu-west`. */
  insert: string;
  /** Of a field: what it holds. */
  means?: string;
  example?: string;
  /** Of a value: how many subjects have it. */
  count?: number;
  /** The whole text with it, and where to go on writing. */
  text: string;
  caret: number;
}

const MOST_VALUES = 8;
const MOST_OFFERED = 5;

/**
 * What could stand where the caret is: fields, or values of the field there that `subjects` have, the most frequent
 * first. Reads every subject once per field: made for the moment of typing, not for every change of the view.
 */
export function suggest<T>(text: string, caret: number, language: Language<T>, subjects: Iterable<T>): Suggestion[] {
  const part = parse(text).parts.find(({ from, to }) => from <= caret && caret <= to);
  const fields = fieldsOf(language);
  if (part?.kind === "term" && caret >= part.head.to) {
    const field = fieldNamed(fields, part.field);
    return field ? valuesAt(part, field, { text, caret }, language, subjects) : [];
  }
  if (part?.kind === "word" && part.quoted) return [];
  const from = part ? part.from + (part.negated ? 1 : 0) : caret;
  const span = { from, to: part?.kind === "term" ? part.head.to : (part?.to ?? caret) };
  const typed = text.slice(from, caret).toLowerCase();
  const [name = "", sub] = split(typed);
  if (sub !== null) return subsAt(name, sub, fields, span, text, language, subjects);
  const starting = fields.filter((field) =>
    [field.name, ...(field.aliases ?? [])].some((one) => one.startsWith(typed)),
  );
  return [
    ...starting.map((field) => fieldSuggestion(field, span, text)),
    ...(typed.length >= 2 && part?.kind !== "term" ? offered(typed, fields, span, text, language, subjects) : []),
  ];
}

function split(typed: string): [string, string | null] {
  const dot = typed.indexOf(".");
  return dot > 0 ? [typed.slice(0, dot), typed.slice(dot + 1)] : [typed, null];
}

function fieldSuggestion(field: FieldFacts, span: Span, text: string): Suggestion {
  const insert = `${field.name}${field.hasSubs ? "." : ":"}`;
  const { means, example } = field;
  return { kind: "field", insert, means, example, ...put(text, span, insert) };
}

/** Names behind the dot: `meta.version:`. */
function subsAt<T>(
  name: string,
  sub: string,
  fields: readonly FieldFacts[],
  span: Span,
  text: string,
  language: Language<T>,
  subjects: Iterable<T>,
): Suggestion[] {
  const field = fieldNamed(fields, name);
  if (!field?.hasSubs) return [];
  const counts = countEach(subjects, subReader(language, field.name));
  return best(counts, sub, MOST_VALUES).map(([value, count]) => {
    const insert = `${printField({ field: field.name, sub: value })}:`;
    return { kind: "field", insert, count, ...put(text, span, insert) };
  });
}

function valuesAt<T>(
  term: Term,
  field: FieldFacts,
  { text, caret }: { text: string; caret: number },
  language: Language<T>,
  subjects: Iterable<T>,
): Suggestion[] {
  const at = term.values.find(({ from, to }) => from <= caret && caret <= to);
  if (field.unlisted || (at && at.comparison !== "=")) return [];
  const span = at ?? { from: caret, to: caret };
  const typed = at ? text.slice(at.from, caret).replace(/^"/, "").toLowerCase() : "";
  const counts = countEach(subjects, valueReader(language, field.name, term.sub));
  for (const choice of field.choices ?? []) if (!counts.has(choice)) counts.set(choice, 0);
  const others = new Set(term.values.filter((one) => one !== at).map((one) => one.text));
  for (const other of others) counts.delete(other);
  // A value that stands there already needs no suggestion of itself alone.
  const found = best(counts, typed, MOST_VALUES);
  if (found.length === 1 && found[0]?.[0].toLowerCase() === typed) return [];
  return found.map(([value, count]) => valueSuggestion(value, count, span, text));
}

/** Values of fields that people know by heart, where no field was typed yet: `eu` offers `dc:eu`. */
function offered<T>(
  typed: string,
  fields: readonly FieldFacts[],
  span: Span,
  text: string,
  language: Language<T>,
  subjects: Iterable<T>,
): Suggestion[] {
  const all = [...subjects];
  const found = fields
    .filter((field) => field.offered)
    .flatMap((field) => {
      const counts = countEach(all, valueReader(language, field.name, null));
      return best(counts, typed, MOST_OFFERED).map(([value, count]) => ({ field, value, count }));
    });
  return found.slice(0, MOST_VALUES).map(({ field, value, count }) => {
    const insert = `${field.name}:${written(value)}`;
    return { kind: "value", insert, count, ...put(text, span, `${insert} `) };
  });
}

function valueSuggestion(value: string, count: number, span: Span, text: string): Suggestion {
  const insert = written(value);
  return { kind: "value", insert, count, ...put(text, span, `${insert} `) };
}

function written(value: string): string {
  return seenValue(value).quoted ? inQuotes(value) : value;
}

/** A space is put behind a finished value only where none follows. */
function put(text: string, { from, to }: Span, insert: string): Pick<Suggestion, "text" | "caret"> {
  const rest = text.slice(to);
  const glue = insert.endsWith(" ") && /^[\s,]/.test(rest) ? insert.slice(0, -1) : insert;
  const caret = from + insert.length;
  return { text: text.slice(0, from) + glue + rest, caret };
}

/** How many subjects have each value. */
function countEach<T>(subjects: Iterable<T>, read: Reader<T> | null): Map<string, number> {
  const counts = new Map<string, number>();
  const lastSeen = new Map<string, number>();
  let number = 0;
  const tell = (value: string) => {
    if (lastSeen.get(value) === number) return;
    lastSeen.set(value, number);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  };
  for (const subject of subjects) {
    read?.(subject, tell);
    number++;
  }
  return counts;
}

/** Those that begin with what is typed, then those that hold it; each by number, then by name. */
function best(counts: ReadonlyMap<string, number>, typed: string, most: number): [string, number][] {
  const fits = [...counts].flatMap(([value, count]) => {
    const at = value.toLowerCase().indexOf(typed);
    return at < 0 || value === "" ? [] : [{ value, count, begins: at === 0 }];
  });
  fits.sort((a, b) => Number(b.begins) - Number(a.begins) || b.count - a.count || (a.value < b.value ? -1 : 1));
  return fits.slice(0, most).map(({ value, count }) => [value, count]);
}

/** Whether the part at the caret is still being written: applying it now would show something that nobody asked for. */
export function isUnfinished<T>(text: string, caret: number, language: Language<T>, subjects: Iterable<T>): boolean {
  const query = parse(text);
  const part = query.parts.find(({ from, to }) => from <= caret && caret <= to);
  if (part?.kind !== "term") return query.mistakes.some(({ to }) => to >= caret);
  const at = lastValue(part, caret);
  if (!at) return true;
  const field = fieldNamed(fieldsOf(language), part.field);
  if (!field || field.unlisted || at.comparison !== "=" || at.text.includes("*")) return !field;
  const typed = at.text.toLowerCase();
  if (field.choices) return !field.choices.includes(typed);
  const read = valueReader(language, field.name, part.sub);
  let known = false;
  for (const subject of subjects) {
    read?.(subject, (value) => {
      known ||= value.toLowerCase() === typed;
    });
    if (known) return false;
  }
  return true;
}

function lastValue(part: Part, caret: number) {
  return part.kind === "term" ? part.values.find(({ from, to }) => from <= caret && caret <= to) : undefined;
}
