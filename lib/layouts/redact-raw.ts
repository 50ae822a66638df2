import { memberCount, membersIn, parseJson, stringifyNumbers } from "./json-value";
import { createRedactor, REDACTED, type Redactor } from "./redact";

export interface ShownBytes {
  /** UTF-8. Null where the value is not text: what cannot be read cannot be redacted. */
  bytes: Uint8Array | null;
  redacted: boolean;
}

/**
 * The raw value for the screen, with the same secrets hidden as in the instance. Without secrets the very same bytes come
 * back; with secrets, or with members that stand twice, JSON comes back as it was read: compact, numbers digit for digit.
 */
export function redactRawValue(bytes: Uint8Array, pattern?: RegExp): ShownBytes {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { bytes: null, redacted: false };
  }
  const shown = redactRawText(text, createRedactor(pattern));
  return shown === text ? { bytes, redacted: false } : { bytes: new TextEncoder().encode(shown), redacted: true };
}

function redactRawText(text: string, redactor: Redactor): string {
  const json = parseJson(text.replace(/^\ufeff/, "").trim(), "marked");
  if (!json.ok) return redactor.text(text);
  try {
    const before = JSON.stringify(json.value);
    const members = memberCount(json.value);
    const redacted = JSON.stringify(redactor.value(json.value));
    return redacted === before && membersIn(text) === members ? text : stringifyNumbers(redacted);
  } catch {
    // Nested beyond all measure: no registration, and nothing that could be shown in part.
    return REDACTED;
  }
}
