import type { Comparison, Mistake, Part, Query, Term, Value, Word } from "./ast";

/** `-name:`, `name.sub:` or `name."any sub":` */
const HEAD = /-?([A-Za-z][\w-]*)(?:\.(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s:"]+)))?:/y;
const COMPARISON = /[<>]=?/y;
const SPACE = /\s+/y;
const ESCAPED = /^\\["\\]/;
const BARE_WORD = /\S+/y;
const BARE_VALUE = /[^\s,]+/y;

export const OPEN_QUOTE = "Close the quote.";

/**
 * Reads a query. Never throws and loses nothing: what is wrong stays a part or a value of its own, and is named
 * among the mistakes with its place. Linear in the text's length.
 */
export function parse(text: string): Query {
  const parts: Part[] = [];
  const mistakes: Mistake[] = [];
  let at = 0;

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found;
  };

  function quoted(): { text: string } | null {
    if (text[at] !== '"') return null;
    const from = at++;
    while (at < text.length && text[at] !== '"') at += ESCAPED.test(text.slice(at, at + 2)) ? 2 : 1;
    const inside = text.slice(from + 1, at);
    if (at < text.length) at++;
    else mistakes.push({ from, to: at, message: OPEN_QUOTE });
    return { text: unescaped(inside) };
  }

  function value(): Value | null {
    const from = at;
    const comparison = (take(COMPARISON)?.[0] ?? "=") as Comparison;
    const inQuotes = quoted();
    if (inQuotes) return { text: inQuotes.text, quoted: true, comparison, from, to: at };
    const bare = take(BARE_VALUE)?.[0] ?? "";
    return bare === "" && comparison === "=" ? null : { text: bare, quoted: false, comparison, from, to: at };
  }

  function term(head: RegExpExecArray, from: number): Term {
    const [whole, field = "", quotedSub, bareSub] = head;
    const values: Value[] = [];
    const name = whole.replace(/^-/, "").slice(0, -1);
    let more = true;
    while (more) {
      const one = value();
      if (one) values.push(one);
      more = text[at] === ",";
      if (!one) {
        const message = more || values.length > 0 ? "A value is missing beside the comma." : `Say which ${name}.`;
        mistakes.push({ from, to: more ? at + 1 : at, message });
      }
      if (more) at++;
    }
    return {
      kind: "term",
      negated: whole.startsWith("-"),
      field: field.toLowerCase(),
      sub: quotedSub === undefined ? (bareSub ?? null) : unescaped(quotedSub),
      head: { from, to: from + whole.length },
      values,
      from,
      to: at,
    };
  }

  function word(from: number): Word {
    const negated = text[at] === "-";
    if (negated) at++;
    const inQuotes = quoted();
    const bare = inQuotes ? "" : (take(BARE_WORD)?.[0] ?? "");
    if (!inQuotes && bare === "") mistakes.push({ from, to: at, message: "Say what to leave out, behind the dash." });
    return { kind: "word", negated, text: inQuotes?.text ?? bare, quoted: inQuotes !== null, from, to: at };
  }

  for (;;) {
    take(SPACE);
    if (at >= text.length) break;
    const from = at;
    const head = take(HEAD);
    parts.push(head ? term(head, from) : word(from));
  }
  return { text, parts, mistakes };
}

/** Every word of a text as a word, whatever it looks like: for a field that takes no query. */
export function parseWords(text: string): Query {
  const parts = Array.from(text.matchAll(/\S+/g), ({ 0: word, index }): Word => {
    return { kind: "word", negated: false, text: word, quoted: true, from: index, to: index + word.length };
  });
  return { text, parts, mistakes: [] };
}

/** A backslash stands before a quote and before itself; before anything else it is one. The inverse of `inQuotes`. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}
