import type { Mistake, Part, Query, Term, Value } from "./ast";
import { type FieldFacts, fieldNamed, fieldsOf, type Language } from "./language";
import { inQuotes } from "./print";

const NUMBER = /^-?\d{1,30}(\.\d{1,30})?$/;

export interface Checked {
  /** What makes sense and is applied, with the values that do. */
  parts: Part[];
  /** By their place in the text. */
  mistakes: Mistake[];
}

/** Holds a query against a list's language. What is wrong is not applied; the rest is. */
export function check<T>(query: Query, language: Language<T>): Checked {
  const fields = fieldsOf(language);
  const mistakes = [...query.mistakes];
  const parts = query.parts.flatMap((part): Part[] => {
    if (part.kind === "word") return part.text === "" ? [] : [part];
    const field = fieldNamed(fields, part.field);
    if (!field) {
      mistakes.push({ from: part.from, to: part.to, message: noSuchField(part, query.text, language.list, fields) });
      return [];
    }
    const { head } = part;
    if (part.sub !== null && !field.hasSubs) {
      mistakes.push({ ...head, message: `${field.name} has nothing behind a dot: ${field.example}.` });
      return [];
    }
    const values = part.values.filter((value) => {
      const message = wrongValue(value, field, fields);
      if (message !== null) mistakes.push({ from: value.from, to: value.to, message });
      return message === null;
    });
    return values.length === 0 ? [] : [{ ...part, field: field.name, values }];
  });
  return { parts, mistakes: mistakes.sort((a, b) => a.from - b.from) };
}

function noSuchField({ field, from, to }: Term, text: string, list: string, fields: readonly FieldFacts[]): string {
  const near = fields.find(({ name, aliases = [] }) => [name, ...aliases].some((known) => isNear(known, field)));
  const quoted = inQuotes(text.slice(from, to).replace(/^-/, ""));
  const instead = near
    ? `Did you mean ${near.name}?`
    : `To find these words write ${quoted.length > 80 ? "them in quotes" : quoted}.`;
  return `${list[0]?.toUpperCase()}${list.slice(1)} have no field ${field.slice(0, 40)}. ${instead}`;
}

function wrongValue({ text, quoted, comparison }: Value, field: FieldFacts, all: readonly FieldFacts[]): string | null {
  const glob = !quoted && text.includes("*");
  if (comparison !== "=") {
    if (field.kind !== "number") {
      const numbers = all.filter(({ kind }) => kind === "number").map(({ name }) => name);
      return `Only numbers can be compared (${numbers.join(", ")}). To find it as text write ${inQuotes(comparison + text)}.`;
    }
    return NUMBER.test(text) ? null : `A number is missing behind ${comparison}: ${field.example}.`;
  }
  if (glob || (quoted && text === "")) return null;
  if (field.kind === "number" && !NUMBER.test(text)) return `${field.name} is a number: ${field.example}.`;
  const known = field.choices;
  if (field.kind === "choice" && known && !known.includes(quoted ? text : text.toLowerCase())) {
    const elsewhere = all.find(({ kind, choices }) => kind === "choice" && choices?.includes(text.toLowerCase()));
    const hint = elsewhere ? `; there is ${elsewhere.name}:${text.toLowerCase()}` : "";
    return `${field.name} is one of ${known.join(", ")}${hint}.`;
  }
  return null;
}

/** One letter too many, too few, other, or two swapped; or the one begins the other. */
function isNear(known: string, typed: string): boolean {
  if (typed.length >= 3 && (known.startsWith(typed) || typed.startsWith(known))) return known.length > 2;
  if (known.length < 4 || Math.abs(known.length - typed.length) > 1) return false;
  let start = 0;
  while (start < known.length && known[start] === typed[start]) start++;
  let [a, b] = [known.length, typed.length];
  while (a > start && b > start && known[a - 1] === typed[b - 1]) {
    a--;
    b--;
  }
  return (a - start <= 1 && b - start <= 1) || (a - start === 2 && b - start === 2);
}
