/** A `*` stands for anything, also for nothing. Linear in both texts; no regular expression that a text could make slow. */

/** Whether the whole text fits. Both in the same case. */
export function globTest(pattern: string): (text: string) => boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  const middle = rest.filter(Boolean);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    return inOrder(text, middle, first.length, text.length - last.length);
  };
}

/** Whether one of the text's lines holds it. Both in the same case. */
export function findTest(pattern: string): (lines: string) => boolean {
  const pieces = pattern.split("*").filter(Boolean);
  const [only] = pieces;
  if (only === undefined) return () => true;
  if (pieces.length === 1) return (lines) => lines.includes(only);
  return (lines) => {
    for (let from = 0; from <= lines.length; ) {
      const end = lines.indexOf("\n", from);
      const to = end < 0 ? lines.length : end;
      if (inOrder(lines, pieces, from, to)) return true;
      from = to + 1;
    }
    return false;
  };
}

function inOrder(text: string, pieces: readonly string[], from: number, to: number): boolean {
  let at = from;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > to) return false;
    at = found + piece.length;
  }
  return true;
}
