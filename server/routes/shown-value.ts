import type { KeyAnswer } from "@/lib/api/keys";
import { redactRawValue } from "@/lib/layouts/redact";

/** Of a larger value only so much is shown. */
const SHOWN_BYTES = 256 * 1024;

/** A raw value as it may be shown: secrets hidden, cut where it is very large. */
export function shownValue(value: Uint8Array, secretPattern: RegExp | undefined): KeyAnswer["value"] {
  const { bytes, redacted } = redactRawValue(value, secretPattern);
  const shown = bytes.subarray(0, SHOWN_BYTES);
  return {
    text: textOf(bytes, shown),
    base64: redacted ? null : Buffer.from(shown).toString("base64"),
    bytes: value.length,
    truncated: shown.length < bytes.length,
    redacted,
  };
}

function textOf(whole: Uint8Array, shown: Uint8Array): string | null {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(whole);
  } catch {
    return null;
  }
  // The cut may go through a character; `stream` leaves an incomplete one out.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(shown, { stream: true });
}
