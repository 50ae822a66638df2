/** Secrets in XML and its relatives, also where the brackets are written as `&lt;` and `&gt;`. */
import { isNoSecret, REDACTED } from "./redacted";

type IsSecret = (name: string) => boolean;

/** Opening and closing tags: the bracket, the name, attributes, and whether the element is empty. */
const TAG =
  /(?:<|&lt;)(\/?)((?:[\p{L}_][\p{L}\p{N}\p{M}\p{Cf}_.-]{0,99}:)?[\p{L}_][\p{L}\p{N}\p{M}\p{Cf}_.-]{0,99})((?:\s(?:[^<>"'&]|&(?!lt;|gt;)|"(?:[^"<&]|&(?!lt;))*"|'(?:[^'<&]|&(?!lt;))*')*?)?)(\/?)(?:>|&gt;)/gu;
/** The attribute that says what an element is about: `<property name="password" value="…"/>`, `<add key="…"/>`. */
const NAMING = /\s(?:name|key|id|property)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/i;
const VALUE = /(\svalue\s{0,9}=\s{0,9})(?:"[^"]*"|'[^']*')/i;
/** `<key>Password</key><string>…</string>` of property lists, `<name>…</name><value>…</value>`: named by the one before. */
const NAMES_THE_NEXT = /^(?:key|name|param-name)$/i;
const NAMED_BEFORE = /^(?:value|string|data|param-value)$/i;

interface Element {
  name: string;
  /** Behind its opening tag. */
  from: number;
  secret: boolean;
}

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** The content of an element with a secret's name is hidden whole, with all that it holds. One pass over the tags. */
export function redactMarkup(text: string, isSecret: IsSecret): string {
  if (!/<|&lt;/.test(text)) return text;
  const edits: Edit[] = [];
  const open: Element[] = [];
  const openOfName = new Map<string, number>();
  const hide = (from: number, to: number) => {
    const content = text.slice(from, to).trim();
    if (!isNoSecret(content) && content !== REDACTED) edits.push({ from, to, text: REDACTED });
  };
  let nextIsSecret = false;
  let last = 0;
  for (const match of text.matchAll(TAG)) {
    const [whole, closing = "", name = "", attributes = "", empty = ""] = match;
    last = match.index + whole.length;
    if (closing === "") {
      const named = NAMING.exec(attributes);
      const secret =
        isSecret(name.slice(name.indexOf(":") + 1)) ||
        (named !== null && isSecret(named[1] ?? named[2] ?? "")) ||
        (nextIsSecret && NAMED_BEFORE.test(name));
      nextIsSecret = false;
      if (secret && VALUE.test(attributes))
        edits.push({ from: match.index, to: last, text: whole.replace(VALUE, `$1"${REDACTED}"`) });
      if (empty !== "") continue;
      open.push({ name, from: last, secret });
      openOfName.set(name, (openOfName.get(name) ?? 0) + 1);
      continue;
    }
    // What was opened within and not closed ends here, too. A closing tag that nothing opened closes nothing.
    for (let ended = !openOfName.get(name); !ended; ) {
      const element = open.pop();
      if (element === undefined) break;
      openOfName.set(element.name, (openOfName.get(element.name) ?? 1) - 1);
      ended = element.name === name;
      if (element.secret) hide(element.from, match.index);
      nextIsSecret =
        ended && NAMES_THE_NEXT.test(name) && isSecret(text.slice(element.from, match.index).slice(0, 200).trim());
    }
  }
  // The text was cut off within: what follows the last tag at once. `login <user> <password>` only names what it wants.
  const cut = open.at(-1);
  if (cut?.secret && cut.from === last)
    hide(last, last + (/^[\p{L}\p{N}]\S*/u.exec(text.slice(last))?.[0].length ?? 0));
  return edited(text, edits);
}

/** What lies within another edit is gone with it. */
function edited(text: string, edits: Edit[]): string {
  let result = "";
  let copied = 0;
  for (const edit of edits.sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (edit.from < copied) continue;
    result += text.slice(copied, edit.from) + edit.text;
    copied = edit.to;
  }
  return result + text.slice(copied);
}
