/**
 * Shell words from hostile text. A command on screen is copied and run by a person at night: it must neither run
 * anything else nor look like something else. Plain words stay as they are, printable ASCII stands in single quotes,
 * everything else (control characters, bidi overrides, bytes that are not UTF-8) in `$'…'`, which bash, zsh and ksh read.
 */

const PLAIN = /^[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*$/;
const PRINTABLE = /^[\x20-\x7e]*$/;
/** Letters, marks, numbers, punctuation, symbols: shown as they are. Not format, control, private or unassigned ones. */
const HARMLESS = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

export function quoteText(text: string): string {
  if (PLAIN.test(text)) return text;
  if (PRINTABLE.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return ansi([...text].map((char) => (isHarmless(char) ? char : new TextEncoder().encode(char))));
}

/** A key as bytes: where they are UTF-8 it is quoted as text, otherwise byte by byte. */
export function quoteBytes(bytes: Uint8Array): string {
  try {
    return quoteText(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return ansi(
      [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : Uint8Array.of(byte))),
    );
  }
}

function isHarmless(char: string): boolean {
  // Right-to-left letters are left out too: they would reorder the rest of the command on screen.
  return HARMLESS.test(char) && !/[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(char);
}

function ansi(parts: readonly (string | Uint8Array)[]): string {
  const body = parts.map((part) => {
    if (typeof part === "string") return part === "'" || part === "\\" ? `\\${part}` : part;
    if (part.length === 1 && part[0] === 0x0a) return "\\n";
    if (part.length === 1 && part[0] === 0x09) return "\\t";
    return [...part].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  });
  // `\x41` followed by a hex digit would swallow it in ksh: bash and zsh take two digits at most.
  return `$'${body.join("")}'`;
}
