import type { Part, Query, Term, Value, Word } from "./ast";
import { type Checked, check } from "./check";
import {
  type Field,
  fieldNamed,
  type Language,
  listed,
  type Nested,
  type Reader,
  subReader,
  type Values,
  valueReader,
} from "./language";
import { seenValue, termOf } from "./print";
import { findTest, globTest } from "./text-test";

export interface Compiled<T> extends Checked {
  matches(subject: T): boolean;
}

/** The test for a query, made once; each test then costs as little as comparing by hand. */
export function compile<T>(query: Query, language: Language<T>): Compiled<T> {
  const checked = check(query, language);
  const own: ((subject: T) => boolean)[] = [];
  const inner: Term[] = [];
  const words: Word[] = [];
  for (const part of checked.parts) {
    const field = part.kind === "term" ? fieldNamed(language.fields, part.field) : undefined;
    if (part.kind === "word") words.push(part);
    else if (field) own.push(termTest(part, field));
    else inner.push(part);
  }
  if (words.length > 0) own.push(wordsTest(words, language));
  if (inner.length > 0 && language.nested) own.push(language.nested.someFits(inner, checked.parts));
  return { ...checked, matches: all(own) };
}

/** Reads the fields of what subjects consist of in the language of those. */
export function nest<T, U>(language: Language<U>, of: (subject: T, asked: readonly Part[]) => Iterable<U>): Nested<T> {
  return {
    fields: language.fields,
    someFits(terms, asked) {
      const fits = all(
        terms.flatMap((term) => {
          const field = fieldNamed(language.fields, term.field);
          return field ? [termTest(term, field)] : [];
        }),
      );
      return (subject) => {
        for (const one of of(subject, asked)) if (fits(one)) return true;
        return false;
      };
    },
    valueReader: (name, sub) => throughEach(name, valueReader(language, name, sub)),
    subReader: (name) => throughEach(name, subReader(language, name)),
  };

  /** As if the field were asked for anything: `state:*` means those that are gone too. */
  function throughEach(name: string, read: Reader<U> | null): Reader<T> | null {
    const asked = [termOf(name, null, [{ ...seenValue("*"), quoted: false }])];
    return (
      read &&
      ((subject, tell) => {
        for (const one of of(subject, asked)) read(one, tell);
      })
    );
  }
}

function all<T>(tests: readonly ((subject: T) => boolean)[]): (subject: T) => boolean {
  const [only] = tests;
  if (!only) return () => true;
  return tests.length === 1 ? only : (subject) => tests.every((test) => test(subject));
}

/** What is searched is read once for all words: for some subjects it is put together each time. */
function wordsTest<T>(words: readonly Word[], language: Language<T>): (subject: T) => boolean {
  const tests = words.map(wordTest);
  return (subject) => {
    const lines = language.lines(subject);
    return tests.every((test) => test(lines));
  };
}

function wordTest({ text, quoted, negated }: Word): (lines: string) => boolean {
  const needle = text.toLowerCase();
  const found = quoted ? (lines: string) => lines.includes(needle) : findTest(needle);
  return (lines) => found(lines) !== negated;
}

function termTest<T>({ sub, values, negated }: Term, field: Field<T>): (subject: T) => boolean {
  const tests = values.map((value) => valueTest(value, field.kind === "number"));
  const empty = values.some(({ text, quoted }) => quoted && text === "");
  return (subject) => {
    const has = field.of(subject, sub);
    return (fits(has, tests) || (empty && listed(has).length === 0)) !== negated;
  };
}

/** `lower`: the value in lower case, made once for all tests. */
type ValueTest = (value: string | number, lower: string) => boolean;

function fits(has: Values, tests: readonly ValueTest[]): boolean {
  if (has === null || has === undefined) return false;
  if (typeof has !== "object") return fitsOne(has, tests);
  return has.some((one) => fitsOne(one, tests));
}

function fitsOne(value: string | number, tests: readonly ValueTest[]): boolean {
  const lower = String(value).toLowerCase();
  return tests.some((test) => test(value, lower));
}

function valueTest({ text, quoted, comparison }: Value, isNumber: boolean): ValueTest {
  if (isNumber && text !== "" && !text.includes("*")) return numberTest(text, comparison);
  if (quoted) return (value) => value === text;
  const needle = text.toLowerCase();
  if (text.includes("*")) {
    const glob = globTest(needle);
    return (_value, lower) => glob(lower);
  }
  return (value, lower) => value === text || lower === needle;
}

/** Whole numbers of any length are compared exactly: revisions exceed 2^53. */
function numberTest(text: string, comparison: Value["comparison"]): ValueTest {
  const bound = numeric(text);
  const test = COMPARE[comparison];
  return (value) => test(typeof value === "number" ? value : numeric(value), bound);
}

function numeric(text: string): bigint | number {
  return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
}

type Numeric = bigint | number;
const COMPARE: Record<Value["comparison"], (a: Numeric, b: Numeric) => boolean> = {
  // A number and a bigint are equal only to the loose comparison.
  "=": (a, b) => a >= b && a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
};
