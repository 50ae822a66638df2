/**
 * JSON as registrations hold it: numbers that JSON.parse would change stay text, hostile member names stay members,
 * and nothing here throws.
 */

/** What cannot be JSON is told at a glance: JSON.parse takes long to throw. */
const LIKE_JSON = /^\s*(?:[{["]|(?:true|false|null)\s*$|-?\d[\d.eE+-]*\s*$)/;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Stands around a number kept as text, where it has to become a number again. From the private use area. */
const MARK = "\uE0F1";

/** A number that a double cannot hold becomes a string of its own digits; `marked` ones can be told from real strings. */
export function parseJson(
  text: string,
  numbers: "text" | "marked" = "text",
): { ok: true; value: unknown } | { ok: false } {
  if (!LIKE_JSON.test(text)) return { ok: false };
  try {
    const value: unknown = JSON.parse(text);
    if (!mayHoldLongNumber(text)) return { ok: true, value };
    const mark = numbers === "marked" ? MARK : "";
    // The text is JSON, so every string in it ends: the pass over its tokens is linear.
    return { ok: true, value: JSON.parse(text.replace(TOKEN, (token) => keepNumber(token, mark))) };
  } catch {
    return { ok: false };
  }
}

/** Sixteen digits and points in a row, or a digit before an "e", outside strings. A loop, for every value comes here. */
function mayHoldLongNumber(text: string): boolean {
  let run = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if ((code >= DIGIT_0 && code <= DIGIT_9) || code === POINT) {
      run += 1;
      if (run === 16) return true;
    } else {
      if (run > 0 && (code === SMALL_E || code === LARGE_E)) return true;
      run = 0;
      if (code === QUOTE) index = endOfString(text, index);
    }
  }
  return false;
}

/** Where the string that opens at `open` closes; the text is JSON, so it does. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let before = close;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((close - before) % 2 === 0) return close;
  }
  return text.length;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const POINT = 0x2e;
const SMALL_E = 0x65;
const LARGE_E = 0x45;

/** Makes marked numbers of a JSON text numbers again. */
export function stringifyNumbers(json: string): string {
  return json.replace(new RegExp(`"${MARK}(-?\\d[\\d.eE+-]*)${MARK}"`, "g"), "$1");
}

function keepNumber(token: string, mark: string): string {
  if (token.startsWith('"')) return token;
  const number = Number(token);
  const exact = Number.isFinite(number) && (token.length < 16 || String(number) === token);
  return exact ? token : `"${mark}${token}${mark}"`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** The same for what names something: blanks alone name nothing. */
export function isBlank(value: unknown): boolean {
  return isEmpty(value) || (typeof value === "string" && value.trim() === "");
}

/** Text stays, numbers and booleans as JSON writes them, objects and lists as compact JSON. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What was found, short enough for a sentence. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "an object";
  return typeof value === "string" ? `"${excerpt(value)}"` : `the ${typeof value} ${String(value)}`;
}

/** The first characters, never half of one. */
export function excerpt(text: string, length = 40): string {
  const characters = Array.from(text.slice(0, length * 2));
  return characters.length > length || text.length > length * 2 ? `${characters.slice(0, length).join("")}…` : text;
}

/** How many members the objects in a JSON text have, those that stand twice counted twice. The text is JSON. */
export function membersIn(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COLON) count += 1;
  }
  return count;
}

/** How many members the objects in a parsed value have, at any depth. Throws a RangeError where the stack ends. */
export function memberCount(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const members = Object.values(value);
  let count = Array.isArray(value) ? 0 : members.length;
  for (const member of members) count += memberCount(member);
  return count;
}
