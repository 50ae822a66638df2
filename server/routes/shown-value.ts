import type { KeyAnswer } from "@/lib/api/keys";
import { redactRawValue } from "@/lib/layouts/redact-raw";

/** Of a larger value only so much is shown. */
const SHOWN_BYTES = 256 * 1024;

/** A raw value as it may be shown: secrets hidden, cut where it is very large. */
export function shownValue(value: Uint8Array, secretPattern: RegExp | undefined): KeyAnswer["value"] {
  const { bytes, redacted } = redactRawValue(value, secretPattern);
  if (bytes === null) return { text: null, base64: null, bytes: value.length, truncated: false, redacted: false };
  const shown = bytes.subarray(0, SHOWN_BYTES);
  return {
    // The cut may go through a character; `stream` leaves an incomplete one out.
    text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(shown, { stream: true }),
    base64: redacted ? null : Buffer.from(shown).toString("base64"),
    bytes: value.length,
    truncated: shown.length < bytes.length,
    redacted,
  };
}

/** The bytes of a value that is not UTF-8, for whoever may see what cannot be redacted. */
export function wholeValue(value: Uint8Array): KeyAnswer["value"] {
  const shown = value.subarray(0, SHOWN_BYTES);
  return {
    text: null,
    base64: Buffer.from(shown).toString("base64"),
    bytes: value.length,
    truncated: shown.length < value.length,
    redacted: false,
  };
}
