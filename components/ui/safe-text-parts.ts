/**
 * Names, keys and values come from strangers. What would draw something else than itself (controls, bidi marks and
 * overrides, zero-width and other invisible characters, lone surrogates) is shown as its code, so that two different
 * texts never look alike for its sake and no text reorders what stands around it.
 */
const UNSAFE =
  /(?!\ufe0f)\p{Default_Ignorable_Code_Point}|\p{Control}|\p{Surrogate}|\p{Line_Separator}|\p{Paragraph_Separator}|[\ufff9-\ufffb]/gu;

const NAMES: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

export type TextPart = { kind: "text"; text: string } | { kind: "escape"; text: string };

function escapeOf(character: string): string {
  return NAMES[character] ?? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The text in pieces that may be drawn as they stand and pieces that stand for a dangerous character. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(UNSAFE)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push({ kind: "escape", text: escapeOf(match[0]) });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

/** For titles, labels and wherever only a string fits; cut to `max` characters. */
export function safeString(text: string, max = 200): string {
  const cut = cutText(text, max);
  const safe = textParts(cut)
    .map((part) => (part.kind === "text" ? part.text : part.text.startsWith("\\") ? part.text : `<${part.text}>`))
    .join("");
  return cut.length < text.length ? `${safe}…` : safe;
}

/** The first `max` UTF-16 units, never half a character. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
