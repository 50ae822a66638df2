import type { Query } from "./ast";

/** More than anybody reads; what a click adds stays far below. */
export const MOST_PARTS = 40;
/** Over all parts. */
export const MOST_VALUES = 200;
/** Characters of the whole text. */
export const MOST_TEXT = 10_240;

/**
 * The query as far as it may go: the parts within the limits, and a mistake where it goes on. What is asked costs a look
 * at every subject for each part and value, whoever asks.
 */
export function withinBounds(query: Query): Query {
  let values = 0;
  for (const [index, part] of query.parts.entries()) {
    values += part.kind === "term" ? part.values.length : 1;
    const message =
      index >= MOST_PARTS
        ? `A query has ${MOST_PARTS} parts at most; leave out what begins here.`
        : values > MOST_VALUES
          ? `A query has ${MOST_VALUES} values at most; leave out some of these.`
          : part.to > MOST_TEXT
            ? `A query has ${MOST_TEXT.toLocaleString("en")} characters at most; leave out what begins here.`
            : null;
    if (message === null) continue;
    const { from } = part;
    return {
      text: query.text,
      parts: query.parts.slice(0, index),
      // What is wrong with the rest is no matter any more.
      mistakes: [...query.mistakes.filter((mistake) => mistake.from < from), { from, to: query.text.length, message }],
    };
  }
  return query;
}
