import { isObject, memberCount, membersIn, parseJson } from "./json-value";
import { isNoSecret, REDACTED } from "./redacted";
import { isSecretName, visibleName } from "./secret-names";
import { isSecretFlag, redactText } from "./secret-text";

export { REDACTED };

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
  /**
   * `user:password@` in URLs, `name=value`, `name: value`, `--name value`, `<name>value</name>` and `name is 'value'` of
   * secret names, credentials of HTTP and netrc, keys, tokens and webhooks that are known by their form. Linear in the
   * text's length.
   */
  text(text: string): string;
}

const MAX_KNOWN_NAMES = 10_000;

/** `pattern` takes the place of the built-in rules for names (`isSecretName`). */
export function createRedactor(pattern?: RegExp): Redactor {
  // A global or sticky pattern would remember where it stood.
  const configured = pattern && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
  const judge = configured
    ? (name: string) => configured.test(name) || configured.test(visibleName(name))
    : isSecretName;
  // Few names stand in very many values.
  const known = new Map<string, boolean>();
  const isSecret = (name: string): boolean => {
    let answer = known.get(name);
    if (answer === undefined) {
      if (known.size > MAX_KNOWN_NAMES) known.clear();
      answer = judge(name);
      if (name.length <= 64) known.set(name, answer);
    }
    return answer;
  };
  const redactor: Redactor = {
    isSecret,
    value: (value) => redactValue(value, redactor, 0),
    text: (text) => redactText(text, isSecret),
  };
  return redactor;
}

/** Shows everything: for comparing what was written with what will be read. */
export const NO_REDACTION: Redactor = { isSecret: () => false, value: (value) => value, text: (text) => text };

function redactValue(value: unknown, redactor: Redactor, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new RangeError("nested too deeply");
  if (typeof value === "string") return redactString(value, redactor, depth);
  if (Array.isArray(value)) return redactList(value, redactor, depth);
  if (!isObject(value)) return value;
  // `{"name": "DB_PASSWORD", "value": "…"}`, as lists of variables are written.
  const of = Object.hasOwn(value, "name") ? value.name : value.key;
  const named = typeof of === "string" && redactor.isSecret(of);
  // JSON.parse made this object for us alone. Only what changed is defined anew, never assigned: __proto__ is a name too.
  for (const name of Object.keys(value)) {
    const member = value[name];
    const hidden = redactor.isSecret(name) || (named && name === "value");
    const shown = hidden && !saysNothing(member) ? REDACTED : redactValue(member, redactor, depth + 1);
    if (shown !== member) Object.defineProperty(value, name, { value: shown });
  }
  return value;
}

/** In a list of a command's words the value of `--password` is the next one. */
function redactList(list: unknown[], redactor: Redactor, depth: number): unknown[] {
  return list.map((element, index) => {
    const before = list[index - 1];
    const isValue =
      typeof element === "string" && typeof before === "string" && isSecretFlag(before, redactor.isSecret);
    return isValue && element !== "" ? REDACTED : redactValue(element, redactor, depth + 1);
  });
}

/** Whether there is a secret at all: `"auth": true`. */
function saysNothing(member: unknown): boolean {
  return member === null || typeof member === "boolean" || (typeof member === "string" && isNoSecret(member));
}

/** A string may hold JSON of its own, also as a string in JSON, and so on: each of these is half as long at most. */
function redactString(text: string, redactor: Redactor, depth: number): string {
  const inner = /^\s*["{[]/.test(text) ? parseJson(text) : { ok: false as const };
  if (!inner.ok) return redactor.text(text);
  const before = JSON.stringify(inner.value);
  const redacted = JSON.stringify(redactValue(inner.value, redactor, depth + 1));
  // A member that stands twice was read once: the text holds more than what was looked at.
  return redacted === before && membersIn(text) === memberCount(inner.value) ? text : redacted;
}
