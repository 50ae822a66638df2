/**
 * Controls (C0 and C1, so no escape sequence of a terminal), characters without a shape of their own (zero-width ones,
 * those that turn the direction of writing), halves of characters, private ones, and separators of lines.
 */
const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * Text from etcd, from a caller or from an instance, as a terminal may get it: what would steer the terminal, begin a
 * line of its own or make a text look like another stands as `\uXXXX`. JSON stays JSON with the same meaning.
 */
export function printable(text: string): string {
  return text.replace(NOT_PRINTABLE, escaped);
}

export function isPrintable(text: string): boolean {
  return text.search(NOT_PRINTABLE) < 0;
}

/** The same for text that has lines of its own: a stack, a table, a line of JSON with its end. */
export function printableLines(text: string): string {
  return text.replace(NOT_PRINTABLE, (character) => (character === "\n" ? character : escaped(character)));
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
