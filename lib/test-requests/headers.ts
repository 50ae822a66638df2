/** `Name: value`, a line each. */
export function headersOf(text: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const colon = line.indexOf(":");
    headers[(colon < 0 ? line : line.slice(0, colon)).trim()] = colon < 0 ? "" : line.slice(colon + 1).trim();
  }
  return headers;
}
