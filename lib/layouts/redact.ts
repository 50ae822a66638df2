import { isObject, parseJson, stringifyNumbers } from "./json-value";

export const REDACTED = "«redacted»";

/** Names of fields whose values are never shown. */
export const SECRET_NAMES =
  /passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_ ]?key|credential|authorization|cookie/i;

/** JSON deeper than this is refused: no registration is, and walking it would end the stack. */
export const MAX_DEPTH = 100;

/** Replaces the values of secret-looking fields. */
export interface Redactor {
  isSecret(name: string): boolean;
  /**
   * Hides values of secret names at any depth, and secrets inside texts. Takes what JSON.parse made and changes it in
   * place. Throws a RangeError beyond MAX_DEPTH.
   */
  value(value: unknown): unknown;
  /** `user:password@` in URLs, `name=value` and `name: value` of secret names. Linear in the text's length. */
  text(text: string): string;
}

/** `name=`, `"name": `, `name: `. Starts at a word's first character only, which keeps it linear. */
const NAME = /(?<![\w.-])([\w.-]+)(?:["'][ \t]*[:=][ \t]*|=|:[ \t]+|:(?=["']))/g;
const VALUE = /"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|(?:(?:Basic|Bearer) +)?[^\s&;,"'}\]]+/iy;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g;
/** Every form below has one of these; most texts have none. */
const MAY_HOLD_SECRETS = /[@=]|["':][ \t]|["']:|:["']|PRIVATE KEY-----/;
const MAX_KNOWN_NAMES = 10_000;
const URL_PART = /[\s/?#]/;
const BOUNDARY = /[\s/"'<>,;()=]/;

export function createRedactor(pattern: RegExp = SECRET_NAMES): Redactor {
  // A global or sticky pattern would remember where it stood.
  const secret = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
  // Few names stand in very many values.
  const known = new Map<string, boolean>();
  const isSecret = (name: string): boolean => {
    let answer = known.get(name);
    if (answer === undefined) {
      if (known.size > MAX_KNOWN_NAMES) known.clear();
      answer = secret.test(name);
      if (name.length <= 64) known.set(name, answer);
    }
    return answer;
  };
  const redactor: Redactor = {
    isSecret,
    value: (value) => redactValue(value, redactor, 0),
    text: (text) =>
      MAY_HOLD_SECRETS.test(text)
        ? redactAssignments(redactUsers(text.replace(PRIVATE_KEY, REDACTED)), isSecret)
        : text,
  };
  return redactor;
}

/** Shows everything: for comparing what was written with what will be read. */
export const NO_REDACTION: Redactor = { isSecret: () => false, value: (value) => value, text: (text) => text };

function redactValue(value: unknown, redactor: Redactor, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new RangeError("nested too deeply");
  if (typeof value === "string") return redactString(value, redactor, depth);
  if (Array.isArray(value)) return value.map((element) => redactValue(element, redactor, depth + 1));
  if (!isObject(value)) return value;
  // `{"name": "DB_PASSWORD", "value": "…"}`, as lists of variables are written.
  const of = Object.hasOwn(value, "name") ? value.name : value.key;
  const named = typeof of === "string" && redactor.isSecret(of);
  // JSON.parse made this object for us alone. Only what changed is defined anew, never assigned: __proto__ is a name too.
  for (const name of Object.keys(value)) {
    const member = value[name];
    const hidden = redactor.isSecret(name) || (named && name === "value");
    const shown = hidden && member !== null && member !== "" ? REDACTED : redactValue(member, redactor, depth + 1);
    if (shown !== member) Object.defineProperty(value, name, { value: shown });
  }
  return value;
}

/** A string may hold JSON of its own. */
function redactString(text: string, redactor: Redactor, depth: number): string {
  const inner = text.includes("{") || text.includes("[") ? parseJson(text) : { ok: false as const };
  if (!inner.ok || typeof inner.value !== "object") return redactor.text(text);
  const before = JSON.stringify(inner.value);
  const redacted = JSON.stringify(redactValue(inner.value, redactor, depth + 1));
  return redacted === before ? text : redacted;
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

/** Looks at every name, also at those inside another's value: `url=http://host/?token=…`. */
function redactAssignments(text: string, isSecret: (name: string) => boolean): string {
  if (!/[=:]/.test(text)) return text;
  let result = "";
  let copied = 0;
  for (const match of text.matchAll(NAME)) {
    const from = match.index + match[0].length;
    if (match.index < copied || !isSecret(match[1] ?? "")) continue;
    VALUE.lastIndex = from;
    const value = VALUE.exec(text)?.[0] ?? "";
    if (value === "" || value === '""' || value === "''") continue;
    const quote = /^["']/.test(value) ? value.charAt(0) : "";
    result += `${text.slice(copied, from)}${quote}${REDACTED}${quote}`;
    copied = from + value.length;
  }
  return result + text.slice(copied);
}

/**
 * The raw value for the screen, with the same secrets hidden as in the instance. Without secrets the very same bytes come
 * back; with secrets JSON comes back compact, its numbers digit for digit. Bytes that are not text stay as they are.
 */
export function redactRawValue(bytes: Uint8Array, pattern?: RegExp): { bytes: Uint8Array; redacted: boolean } {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { bytes, redacted: false };
  }
  const shown = redactRawText(text, createRedactor(pattern));
  return shown === text ? { bytes, redacted: false } : { bytes: new TextEncoder().encode(shown), redacted: true };
}

function redactRawText(text: string, redactor: Redactor): string {
  const json = parseJson(text.trim(), "marked");
  if (!json.ok) return redactor.text(text);
  try {
    const before = JSON.stringify(json.value);
    const redacted = JSON.stringify(redactor.value(json.value));
    return redacted === before ? text : stringifyNumbers(redacted);
  } catch {
    // Nested beyond all measure: no registration, but its secrets are none of the screen's business either.
    return redactor.text(text);
  }
}
