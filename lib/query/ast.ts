/** Where something stands in the query's text: UTF-16 units, `to` exclusive. */
export interface Span {
  from: number;
  to: number;
}

export type Comparison = "=" | ">" | ">=" | "<" | "<=";

/** One of the values of a term. Bare: any case, `*` for anything. Quoted: exactly as written. */
export interface Value extends Span {
  text: string;
  quoted: boolean;
  comparison: Comparison;
}

/** Free text, found anywhere and in any case. An empty one (a dash alone) is not finished and asks for nothing. */
export interface Word extends Span {
  kind: "word";
  negated: boolean;
  text: string;
  quoted: boolean;
}

/** `field:value`, or `field.sub:value`. Any of the values fits; without one it is not finished and asks for nothing. */
export interface Term extends Span {
  kind: "term";
  negated: boolean;
  /** In lower case, as it was written: an alias stays one. */
  field: string;
  sub: string | null;
  /** From the dash, if there is one, to behind the colon. */
  head: Span;
  values: Value[];
}

export type Part = Word | Term;

/** What is wrong with a part of the text, and what to do. */
export interface Mistake extends Span {
  message: string;
}

/** All parts have to fit. */
export interface Query {
  text: string;
  parts: Part[];
  mistakes: Mistake[];
}

export const NOTHING_ASKED: Query = { text: "", parts: [], mistakes: [] };
