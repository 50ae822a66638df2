export interface MarkedPart {
  text: string;
  /** Stands in the new text and not in the old one. */
  changed: boolean;
}

/** Beyond this the comparison would cost more than it tells: everything between what is equal at both ends is marked. */
const MOST_PAIRS = 250_000;

/** Words, numbers, and every other character on its own: what a person takes for one thing in a key or a value. */
const TOKEN = /[\p{L}\p{N}_.-]+|[\s\S]/gu;

/** The new text in pieces, those marked that the old one does not have. Null: there is no old one, nothing is marked. */
export function markChanges(before: string | null, after: string): MarkedPart[] {
  if (before === null || before === after) return after === "" ? [] : [{ text: after, changed: false }];
  const old = before.match(TOKEN) ?? [];
  const now = after.match(TOKEN) ?? [];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const middle = keptOf(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const parts: MarkedPart[] = [];
  now.forEach((text, index) => {
    const changed = index >= head && index < now.length - tail && !middle[index - head];
    const last = parts.at(-1);
    if (last && last.changed === changed) last.text += text;
    else parts.push({ text, changed });
  });
  return parts;
}

/** Which of the new tokens belong to the longest sequence that both have. */
function keptOf(old: readonly string[], now: readonly string[]): boolean[] {
  const kept = new Array<boolean>(now.length).fill(false);
  if (old.length * now.length > MOST_PAIRS) return kept;
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--)
    for (let column = now.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        old[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  for (let row = 0, column = 0; row < old.length && column < now.length; ) {
    if (old[row] === now[column]) {
      kept[column] = true;
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return kept;
}
