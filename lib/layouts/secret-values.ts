/** Where the value behind a secret's name ends. Each function is linear in what it looks at. */
import { isNoSecret, REDACTED } from "./redacted";

const WORD =
  /"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|(?:(?:Basic|Bearer|Token|Negotiate|ApiKey) +)?(?:\\ |[^\s&;,"'}\]])+/iy;
/** Three quotes, as TOML and Python have them, or quotes that stand in a text within a text: `\"`. */
const FENCE = /"""|'''|\\+["']/y;
/** Headers whose value goes on over blanks, commas and semicolons. */
const HEADER = /^(?:.*[._-])?(?:proxy-?|set-?)?(?:authorization|authentication|cookie2?s?)$/i;
/** What a YAML value that is a block begins with: `|`, `>-`, `!!binary |`, or nothing at all. */
const BLOCK = /^(?:[!&]\S*[ \t]*)*(?:[|>][+-]?\d?[+-]?)?[ \t]*(?:#.*)?$/;
/** Names whose value has blanks: a passphrase. */
const MAY_HAVE_BLANKS = /pass|secret|pw/i;

/** A quoted text, a word, or where a bracket opens, everything up to the one that closes it. */
export function valueAt(text: string, from: number): string {
  const open = text.charAt(from);
  if (open === "{" || open === "[") return text.slice(from, endOfBrackets(text, from));
  FENCE.lastIndex = from;
  const fence = FENCE.exec(text)?.[0];
  if (fence !== undefined) return text.slice(from, endOfFenced(text, from + fence.length, fence));
  WORD.lastIndex = from;
  return WORD.exec(text)?.[0] ?? "";
}

/** Behind the bracket that closes the one at `from`; the text's end where none does. */
function endOfBrackets(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') {
      for (at++; at < text.length && text.charAt(at) !== '"'; at++) if (text.charAt(at) === "\\") at++;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** A quote with more backslashes before it than the one that opened stands inside. */
function endOfFenced(text: string, from: number, fence: string): number {
  if (!fence.startsWith("\\")) {
    const close = text.indexOf(fence, from);
    return close < 0 ? text.length : close + fence.length;
  }
  const quote = fence.slice(-1);
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    let before = at;
    while (before > from && text.charAt(before - 1) === "\\") before--;
    if (at - before < fence.length) return at + 1;
  }
  return text.length;
}

export interface Named {
  name: string;
  nameAt: number;
  /** Where the value begins. */
  from: number;
  /** The name's column where it is the first thing in its line and a colon follows: a field in YAML. Otherwise null. */
  column: number | null;
}

/** Where a named value ends, and what is written in its place. Both as they were where there is no value. */
export function hiddenValue(text: string, { name, nameAt, from, column }: Named): { to: number; shown: string } {
  const value = HEADER.test(name) ? headerValueAt(text, nameAt, from) : valueAt(text, from);
  if (column === null) return inLine(from, value);
  const line = text.slice(from, endOfLine(text, from));
  if (BLOCK.test(line.trimEnd())) {
    const to = endOfBlock(text, from + line.length, column, line.trim() === "");
    if (to === from + line.length) return inLine(from, "");
    return { to, shown: `${line}\n${" ".repeat(Math.min(column, 40) + 2)}${REDACTED}` };
  }
  const plain = MAY_HAVE_BLANKS.test(name) && !/^["'\\{[]|\S[=:]/.test(line) ? line.trimEnd() : value;
  const end = from + Math.max(plain.length, value.length);
  const rest = text.slice(end, endOfLine(text, end)).trim();
  // A value that goes on in the next lines, which stand further in.
  const goesOn = rest === "" && !plain.endsWith(",");
  const to = goesOn ? endOfBlock(text, endOfLine(text, end), column, false) : end;
  return { to: to > endOfLine(text, end) ? to : end, shown: inLine(from, plain).shown };
}

function inLine(from: number, value: string): { to: number; shown: string } {
  return { to: from + value.length, shown: isEmpty(value) ? value : hidden(value) };
}

function isEmpty(value: string): boolean {
  return isNoSecret(value.replace(/^(["'])(.*)\1$/, "$2")) || value.startsWith(REDACTED);
}

/** The value's place, with the quotes that stood around it. */
export function hidden(value: string): string {
  FENCE.lastIndex = 0;
  const quote = FENCE.exec(value)?.[0] ?? (/^["'`]/.test(value) ? value.charAt(0) : "");
  return `${quote}${REDACTED}${quote}`;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** The end of the last line after `from`, a line's end, that stands further in than `column`: blank ones may lie between. */
function endOfBlock(text: string, from: number, column: number, alsoList: boolean): number {
  let end = from;
  for (let at = from; at < text.length; ) {
    const next = endOfLine(text, at + 1);
    const line = text.slice(at + 1, next);
    const indentation = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    const blank = line.trim() === "";
    const inside = indentation > column || (alsoList && indentation === column && line.startsWith("- ", indentation));
    if (!blank && !inside) break;
    if (!blank) end = next;
    at = next;
  }
  return end;
}

/** A header's value goes on to the end of its line, or to the quote that was opened before the header's name. */
function headerValueAt(text: string, nameAt: number, from: number): string {
  const before = text.charAt(nameAt - 1);
  const quoted =
    (before === '"' || before === "'") &&
    text.charAt(nameAt + 1) !== "" &&
    !/["'][ \t]*[:=]/.test(text.slice(nameAt, from));
  if (!quoted && /["'{[\\]/.test(text.charAt(from))) return valueAt(text, from);
  const ends = quoted ? ["\n", "\r", before] : ["\n", "\r"];
  let to = from;
  while (to < text.length && !ends.includes(text.charAt(to))) to++;
  return text.slice(from, to);
}
