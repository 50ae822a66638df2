/** Secrets inside texts. Every expression here takes time that is linear in the text's length. */
import { REDACTED } from "./redacted";

type IsSecret = (name: string) => boolean;

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g;
/**
 * Values that say by their form what they are: JSON web tokens, AWS access keys, tokens of GitHub, GitLab, Slack, Stripe,
 * Google, Vault and npm. They begin where no other one can stand, so that no run of characters is looked at twice.
 */
const TELLING =
  /(?<![\w-])(?:eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?|A(?:KIA|SIA)[A-Z0-9]{16}(?![\w-])|gh[opsru]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|[rs]k_(?:live|test)_\w{16,}|sk-[\w-]{32,}|AIza[\w-]{35}|ya29\.[\w-]{20,}|hv[bs]\.[\w-]{20,}|npm_\w{30,})/g;
/** Credentials as HTTP writes them, without a header's name before them. */
const CREDENTIALS =
  /(?<![\w-])(?:(Basic) +([A-Za-z0-9+/_-]{4,}={0,2})(?![^\s,;"'}\]])|(Bearer|Token|Negotiate|NTLM) +(?=[A-Za-z._~+/-]*[0-9=])[\w.~+/-]{8,}=*|(Digest|AWS4-HMAC-SHA256|Hawk) +(?=\w+ ?=)[^\r\n]*)/g;
/** `name=`, `"name": `, `name: `, `name = `. Starts at a word's first character only, which keeps it linear. */
const NAME =
  /(?<![\p{L}\p{N}\p{M}\p{Cf}_.-])([\p{L}\p{N}\p{M}\p{Cf}_.-]+)(?:["'][ \t]*[:=][ \t]*|[ \t]*=(?!=)[ \t]*|[ \t]*:[ \t]+|:(?=["'{[]))/gu;
/** `--name value` and `-name value`; with `=` it is an assignment as above. */
const FLAG = /(?<![\p{L}\p{N}_.-])(--?)([\p{L}\p{N}\p{M}\p{Cf}_][\p{L}\p{N}\p{M}\p{Cf}_.-]*)[ \t]+(?=[^\s-])/gu;
const VALUE = /"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|(?:(?:Basic|Bearer|Token|Negotiate|ApiKey) +)?[^\s&;,"'}\]]+/iy;
/** Headers whose value goes on over blanks, commas and semicolons. */
const HEADER = /^(?:.*[._-])?(?:proxy-?|set-?)?(?:authorization|authentication|cookie2?s?)$/i;
/** Every form has one of these; most texts have none. */
const MAY_HOLD_SECRETS =
  /[@=]|["':][ \t]|[ \t]:|["']:|:["'{[]|PRIVATE KEY-----|(?:^|[^\w-])--?[^\s\d-]|(?:Basic|Bearer|Token|Digest|Negotiate|NTLM|Hawk) |eyJ|A(?:KIA|SIA)|gh[opsru]_|github_pat_|glpat-|xox|[rs]k[_-]|AIza|ya29|hv[bs]\.|npm_/;
const URL_PART = /[\s/?#]/;
const BOUNDARY = /[\s/"'<>,;()=|]/;

export function redactText(text: string, isSecret: IsSecret): string {
  if (!MAY_HOLD_SECRETS.test(text)) return text;
  const told = redactUsers(text.replace(PRIVATE_KEY, REDACTED)).replace(TELLING, REDACTED);
  return redactNamed(redactFlags(told.replace(CREDENTIALS, redactCredentials), isSecret), isSecret);
}

/** Only what is credentials: "Basic settings" are not. */
function redactCredentials(whole: string, basic?: string, base64?: string, bearer?: string, digest?: string): string {
  if (basic !== undefined) return isUserAndPassword(base64 ?? "") ? `${basic} ${REDACTED}` : whole;
  return `${bearer ?? digest ?? ""} ${REDACTED}`;
}

function isUserAndPassword(base64: string): boolean {
  try {
    return atob(base64.replaceAll("-", "+").replaceAll("_", "/")).includes(":");
  } catch {
    return false;
  }
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
    if (value === "" || !(user || (name.length > 1 && isSecret(name)))) continue;
    result += text.slice(copied, from) + hidden(value);
    copied = from + value.length;
  }
  return result + text.slice(copied);
}

/** Looks at every name, also at those inside another's value: `url=http://host/?token=…`. */
function redactNamed(text: string, isSecret: IsSecret): string {
  if (!/[=:]/.test(text)) return text;
  let result = "";
  let copied = 0;
  for (const match of text.matchAll(NAME)) {
    const [head, name = ""] = match;
    const from = match.index + head.length;
    if (match.index < copied || !(isSecret(name) || isSecretWith(wordBefore(text, match.index), name, isSecret)))
      continue;
    const value = HEADER.test(name) ? headerValueAt(text, match.index, from) : valueAt(text, from);
    if (value === "" || value === '""' || value === "''" || value.startsWith(REDACTED)) continue;
    result += text.slice(copied, from) + hidden(value);
    copied = from + value.length;
  }
  return result + text.slice(copied);
}

/** `"api key": …`: a name of two words, of which the second alone says nothing. */
function isSecretWith(before: string, name: string, isSecret: IsSecret): boolean {
  return before !== "" && !isSecret(before) && isSecret(`${before} ${name}`);
}

function wordBefore(text: string, end: number): string {
  return /([\p{L}\p{N}_-]{1,24}) $/u.exec(text.slice(Math.max(0, end - 25), end))?.[1] ?? "";
}

/** A quoted text, a word, or where a bracket opens, everything up to the one that closes it. */
function valueAt(text: string, from: number): string {
  const open = text.charAt(from);
  if (open === "{" || open === "[") return text.slice(from, endOfBrackets(text, from));
  VALUE.lastIndex = from;
  return VALUE.exec(text)?.[0] ?? "";
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

/** A header's value goes on to the end of its line, or to the quote that was opened before the header's name. */
function headerValueAt(text: string, nameAt: number, from: number): string {
  const before = text.charAt(nameAt - 1);
  const quoted =
    (before === '"' || before === "'") &&
    text.charAt(nameAt + 1) !== "" &&
    !/["'][ \t]*[:=]/.test(text.slice(nameAt, from));
  if (!quoted && /["'{[]/.test(text.charAt(from))) return valueAt(text, from);
  const ends = quoted ? ["\n", "\r", before] : ["\n", "\r"];
  let to = from;
  while (to < text.length && !ends.includes(text.charAt(to))) to++;
  return text.slice(from, to);
}

function hidden(value: string): string {
  const quote = /^["']/.test(value) ? value.charAt(0) : "";
  return `${quote}${REDACTED}${quote}`;
}
