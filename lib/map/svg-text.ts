/** A line of text in a picture, whatever it holds. */
export function svgText(
  x: number,
  y: number,
  said: string,
  fill: string,
  size: number,
  weight = 400,
  anchor = "start",
): string {
  return `<text x="${x}" y="${y}" fill="${fill}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}">${xmlText(said)}</text>`;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Names hold anything: what XML forbids, control characters and half characters, is shown as U+FFFD. */
export function xmlText(said: string): string {
  return said
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "")
    .replace(/[^\P{C}\t\n]|\p{Surrogate}|\ufffe|\uffff/gu, "\ufffd");
}
