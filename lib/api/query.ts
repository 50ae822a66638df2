import { withinBounds } from "@/lib/query/bounds";
import { check } from "@/lib/query/check";
import type { Language } from "@/lib/query/language";
import { parse } from "@/lib/query/parse";
import { filterText } from "./paging";

/** More than a person mends at once. */
const MOST_MISTAKES = 20;

/** A query over a list (docs/query.md), parsed; each of its mistakes is an issue of its own, with its place. */
export function queryOver<T>(language: Language<T>) {
  return filterText
    .transform((text, context) => {
      const query = withinBounds(parse(text));
      for (const { from, to, message } of check(query, language).mistakes.slice(0, MOST_MISTAKES))
        context.issues.push({
          code: "custom",
          message: `at character ${from + 1}: ${message}`,
          input: text,
          params: { span: [from, to] },
        });
      return query;
    })
    .exactOptional()
    .describe(
      `A query: \`field:value\`, \`-field:value\`, \`field:a,b\`, numbers compared as in \`port:>8000\`, words. Words are looked for in ${language.wordsIn}.`,
    );
}
