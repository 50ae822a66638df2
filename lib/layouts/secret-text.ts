/** Secrets inside texts. Every expression here takes time that is linear in the text's length. */
import { isNoSecret, REDACTED } from "./redacted";
import { redactForms, redactPrivateKeys } from "./secret-forms";
import { redactMarkup } from "./secret-markup";
import { hidden, hiddenValue, valueAt } from "./secret-values";

type IsSecret = (name: string) => boolean;

/**
 * `name=`, `"name": `, `name: `, `name = `, `name => `, `name := `. Starts at a word's first character only, which keeps it
 * linear. Quotes may be escaped: JSON that stands in another text.
 */
const NAME =
  /(?<![\p{L}\p{N}\p{M}\p{Cf}_.-])([\p{L}\p{N}\p{M}\p{Cf}_.-]+)(?:\\*["']\s*(?:=>|:=|[:=])\s*|[ \t]*(?:=>|:=|->)[ \t]*|[ \t]*=(?!=)[ \t]*|[ \t]*==[ \t]*(?=["'])|[ \t]*:[ \t]+|:(?=\\*["'{[\r\n]))/gu;
/** `--name value` and `-name value`; with `=` it is an assignment as above. */
const FLAG = /(?<![\p{L}\p{N}_.-])(--?)([\p{L}\p{N}\p{M}\p{Cf}_][\p{L}\p{N}\p{M}\p{Cf}_.-]*)[ \t]+(?=[^\s-])/gu;
/** `name is value`, `name was set to value`, and a line that holds a name and a value and nothing else. */
const SAID =
  /(?<![\p{L}\p{N}\p{M}\p{Cf}_.-])([\p{L}\p{N}\p{M}\p{Cf}_.-]+)["']?[ \t]+(?:((?:(?:(?:is|was|been)[ \t]+)?(?:set|changed|reset)[ \t]+to|is|was|equals|to)(?:[ \t]*:)?[ \t]+)(?=\S)|(?=\S+[ \t]*\r?(?:\n|$)))/gu;
/** Every form has one of these; most texts have none. */
const MAY_HOLD_SECRETS =
  /[@=<%\s]|["':][ \t]|["']:|:\\*["'{[]|&lt;|->|PRIVATE KEY-----|^--?[^\s\d-]|[./-](?:com|cn|org)\/|\/hooks\/|\/services\/T|eyJ|A(?:KIA|SIA)|gh[opsru]_|github_pat_|glpat-|xox|xapp-|[rs]k[_-]|AIza|ya29|GOCSPX|hv[bs]\.|npm_|hf_|do[opr]_v1|dckr_pat|gl(?:sa|c)_|SG\.|:AA|\$/;
const URL_PART = /[\s/?#]/;
const BOUNDARY = /[\s/"'<>,;()=|]/;
/** Parts of a URL's query, and words, that hold something escaped. */
const ESCAPED = /(?<![^\s"'<>?&;#])[^\s"'<>?&;#]*%[0-9a-f]{2}[^\s"'<>?&;#]*/gi;
/** Texts that are escaped within escaped ones: nobody does this more often. */
const MAX_ESCAPES = 4;

export function redactText(text: string, isSecret: IsSecret, escapes = 0): string {
  if (!MAY_HOLD_SECRETS.test(text)) return text;
  const marked = redactMarkup(redactUsers(redactPrivateKeys(text)), isSecret);
  const told = redactFlags(redactForms(marked), isSecret);
  return redactEscaped(redactSaid(redactNamed(told, isSecret), isSecret), isSecret, escapes);
}

/** What is written with %XX is read as it will be read; only where something was hidden is it written anew. */
function redactEscaped(text: string, isSecret: IsSecret, escapes: number): string {
  if (escapes >= MAX_ESCAPES || !text.includes("%")) return text;
  return text.replace(ESCAPED, (part) => {
    const plain = unescaped(part);
    if (plain === part) return part;
    const shown = redactText(plain, isSecret, escapes + 1);
    return shown === plain ? part : shown.replace(/[\s"'<>%?&;#]/g, (character) => encodeURIComponent(character));
  });
}

/** Each run of escapes for itself: one that is no UTF-8 stays. */
function unescaped(part: string): string {
  return part.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** `user:password@` anywhere, and any user in a URL: there everything up to the last "@" before the host. */
function redactUsers(text: string): string {
  if (!text.includes("@")) return text;
  const pieces = text.split("@");
  const last = pieces.pop() ?? "";
  let open = false;
  let result = "";
  for (const [index, piece] of pieces.entries()) {
    if (open && !URL_PART.test(piece)) continue;
    const afterScheme = piece.lastIndexOf("://") + 3;
    const inUrl = afterScheme > 2 && afterScheme < piece.length && !URL_PART.test(piece.slice(afterScheme));
    const begin = inUrl ? afterScheme : startOfWord(piece);
    // An image's digest stands behind an "@" too.
    const digest = (pieces[index + 1] ?? last).startsWith("sha256:");
    open = !digest && (inUrl || piece.slice(begin).includes(":"));
    result += `${open ? `${piece.slice(0, begin)}${REDACTED}` : piece}@`;
  }
  return result + last;
}

function startOfWord(text: string): number {
  let begin = text.length;
  while (begin > 0 && !BOUNDARY.test(text.charAt(begin - 1))) begin--;
  return begin;
}

/**
 * Names and keys as people read them: whoever stands before a URL's host is hidden. A key stays whole where it is what
 * something is asked for by.
 */
export function hideUrlUsers(text: string): string {
  return text.includes("@") ? text.replace(/:\/\/[^\s/?#]*@/g, `://${REDACTED}@`) : text;
}

/** Whether a word of a command line is a flag whose value, the next word, is a secret. */
export function isSecretFlag(word: string, isSecret: IsSecret): boolean {
  const name = /^--?([\p{L}\p{N}\p{M}\p{Cf}_][\p{L}\p{N}\p{M}\p{Cf}_.-]*)$/u.exec(word)?.[1];
  return name !== undefined && name.length > 1 && isSecret(name);
}

function redactFlags(text: string, isSecret: IsSecret): string {
  if (!text.includes("-")) return text;
  let result = "";
  let copied = 0;
  for (const match of text.matchAll(FLAG)) {
    const from = match.index + match[0].length;
    const [, dashes = "", name = ""] = match;
    if (match.index < copied) continue;
    const value = valueAt(text, from);
    // curl's `-u user:password` and `--user`.
    const user = (dashes === "-" ? name === "u" : name === "user") && /^["']?[^:\s]+:[^/]/.test(value);
    if (isNoSecret(value) || !(user || (name.length > 1 && isSecret(name)))) continue;
    result += text.slice(copied, from) + hidden(value);
    copied = from + value.length;
  }
  return result + text.slice(copied);
}

/** Looks at every name, also at those inside another's value: `url=http://host/?token=…`. */
function redactNamed(text: string, isSecret: IsSecret): string {
  if (!/[=:]|->/.test(text)) return text;
  let result = "";
  let copied = 0;
  let lineAt = 0;
  let lineEnd = -1;
  for (const match of text.matchAll(NAME)) {
    const [head, name = ""] = match;
    const from = match.index + head.length;
    // The first name in its line may be a field's.
    const first = match.index > lineEnd;
    if (first) {
      lineAt = text.lastIndexOf("\n", match.index - 1) + 1;
      const end = text.indexOf("\n", match.index);
      lineEnd = end < 0 ? text.length : end;
    }
    if (match.index < copied || !isSecretAt(text, match.index, name, isSecret)) continue;
    const before = first ? text.slice(lineAt, match.index) : "";
    const isField = first && /^["']?:\s*$/.test(head.slice(name.length)) && /^[ \t]*(?:[-?][ \t]+)*["']?$/.test(before);
    const column = isField ? before.replace(/["']$/, "").length : null;
    const { to, shown } = hiddenValue(text, { name, nameAt: match.index, from, column });
    result += text.slice(copied, from) + shown;
    copied = to;
  }
  return result + text.slice(copied);
}

function redactSaid(text: string, isSecret: IsSecret): string {
  if (!/\s/.test(text)) return text;
  let result = "";
  let copied = 0;
  for (const match of text.matchAll(SAID)) {
    const from = match.index + match[0].length;
    if (match.index < copied || !isSecretAt(text, match.index, match[1] ?? "", isSecret)) continue;
    if (match[2] === undefined && !isFirstInLine(text, match.index)) continue;
    const value = saidAt(text, from);
    if (value === null) continue;
    result += text.slice(copied, from) + hidden(value);
    copied = from + value.length;
  }
  return result + text.slice(copied);
}

function isFirstInLine(text: string, at: number): boolean {
  let begin = at;
  while (begin > 0 && /[ \t]/.test(text.charAt(begin - 1))) begin--;
  return begin === 0 || text.charAt(begin - 1) === "\n";
}

/**
 * Prose speaks about secrets far more often than it tells one: "the password is required", "the token is 30 s old". Told is
 * what stands in quotes, and a word of letters with digits that is not the name of an algorithm.
 */
function saidAt(text: string, from: number): string | null {
  const value = /["'`]/.test(text.charAt(from))
    ? quotedAt(text, from)
    : (/[^\s;,<>]*/y.exec(text.slice(from, from + 200))?.[0] ?? "");
  const bare = value.replace(/^["'`]|["'`]$/g, "");
  if (isNoSecret(bare) || bare.startsWith(REDACTED)) return null;
  if (bare.length < value.length) return value;
  const word = bare.replace(/[.!?)]+$/, "");
  const tells = word.length >= 6 && /\d/.test(word) && /\p{L}/u.test(word) && !ALGORITHM.test(word);
  return tells ? word : null;
}

const ALGORITHM = /^(?:aes|argon|base|bcrypt|es|hs|md|oauth|pbkdf|ps|rs|rsa|scrypt|sha|v|x)-?\d|^\d+[a-z]{1,7}$/i;

function quotedAt(text: string, from: number): string {
  const quote = text.charAt(from);
  for (let at = from + 1; at < text.length && text.charAt(at) !== "\n"; at++)
    if (text.charAt(at) === quote) return text.slice(from, at + 1);
  return "";
}

/** `"api key": …`: a name of two words, of which the second alone says nothing. `\npassword`: behind an escaped line end. */
function isSecretAt(text: string, at: number, name: string, isSecret: IsSecret): boolean {
  if (isSecret(name)) return true;
  if (text.charAt(at - 1) === "\\" && /^[nrt]./.test(name) && isSecret(name.slice(1))) return true;
  const before = wordBefore(text, at);
  return before !== "" && !isSecret(before) && isSecret(`${before} ${name}`);
}

function wordBefore(text: string, end: number): string {
  return /([\p{L}\p{N}_-]{1,24}) $/u.exec(text.slice(Math.max(0, end - 25), end))?.[1] ?? "";
}
