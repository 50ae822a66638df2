import type { Part, Term } from "./ast";

/** What people are told about a field. */
export interface FieldFacts {
  name: string;
  aliases?: readonly string[];
  /** Half a sentence: what it holds. */
  means: string;
  /** A term that makes sense. */
  example: string;
  /** `number`: can be compared; `choice`: one of `choices`, anything else is a mistake. */
  kind: "text" | "choice" | "number";
  choices?: readonly string[];
  /** Has names of its own behind a dot: `meta.version`. */
  hasSubs?: boolean;
  /** Nearly every subject has another one: its values are not offered. */
  unlisted?: boolean;
  /** Few values that people know by heart: offered also where no field was typed yet. */
  offered?: boolean;
}

/** Values of a subject; null and undefined: it has none. Numbers too long for JavaScript come as decimal strings. */
export type Values = string | number | readonly (string | number)[] | null | undefined;

export interface Field<T> extends FieldFacts {
  of(subject: T, sub: string | null): Values;
  /** The names behind the dot. */
  subsOf?(subject: T): readonly string[];
}

/** What can be asked about the subjects of one list. */
export interface Language<T> {
  /** The list, in the plural: services. */
  list: string;
  fields: readonly Field<T>[];
  /** Fields of what its subjects consist of. */
  nested?: Nested<T>;
  /** What words are looked for in: facts, a line each, in lower case. */
  lines(subject: T): string;
  /** What words are looked for in, for people. */
  wordsIn: string;
}

/** Subjects that consist of others: a service of instances. Its terms fit where one and the same of those fits them all. */
export interface Nested<T> {
  fields: readonly FieldFacts[];
  someFits(terms: readonly Term[], all: readonly Part[]): (subject: T) => boolean;
  valueReader(field: string, sub: string | null): Reader<T> | null;
  subReader(field: string): Reader<T> | null;
}

/** The same field of something that has such a subject, or has none. */
export function through<T, U>(field: Field<U>, to: (subject: T) => U | undefined): Field<T> {
  const { of, subsOf, ...facts } = field;
  return {
    ...facts,
    of(subject, sub) {
      const inner = to(subject);
      return inner === undefined ? null : of(inner, sub);
    },
    ...(subsOf && {
      subsOf(subject: T) {
        const inner = to(subject);
        return inner === undefined ? [] : subsOf(inner);
      },
    }),
  };
}

export function fieldNamed<F extends FieldFacts>(fields: readonly F[], name: string): F | undefined {
  return fields.find((field) => field.name === name || field.aliases?.includes(name));
}

/** Everything that can be asked, in the order in which it is offered. */
export function fieldsOf<T>({ fields, nested }: Language<T>): readonly FieldFacts[] {
  return nested ? [...fields, ...nested.fields.filter(({ name }) => !fieldNamed(fields, name))] : fields;
}

export function listed(values: Values): readonly (string | number)[] {
  if (values === null || values === undefined) return [];
  return typeof values === "object" ? values : [values];
}

/** Tells every value of a subject, as it can be asked for; one that occurs twice is told twice. */
export type Reader<T> = (subject: T, tell: (value: string) => void) => void;

/** Reads a field, own or nested; null where there is none of that name. */
export function valueReader<T>(language: Language<T>, name: string, sub: string | null): Reader<T> | null {
  const field = fieldNamed(language.fields, name);
  if (!field) return language.nested?.valueReader(name, sub) ?? null;
  return (subject, tell) => {
    const has = field.of(subject, sub);
    if (has === null || has === undefined) return;
    if (typeof has === "object") for (const one of has) tell(String(one));
    else tell(String(has));
  };
}

/** Reads the names behind a field's dot. */
export function subReader<T>(language: Language<T>, name: string): Reader<T> | null {
  const field = fieldNamed(language.fields, name);
  if (!field) return language.nested?.subReader(name) ?? null;
  return (subject, tell) => {
    for (const one of field.subsOf?.(subject) ?? []) tell(one);
  };
}
