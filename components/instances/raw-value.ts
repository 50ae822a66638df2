/** Ways to look at a value. */
export type ValueView = "json" | "text" | "hex";

/** Which views a value has, the best one first. */
export function viewsOf(value: { text: string | null; base64: string | null; truncated: boolean }): ValueView[] {
  const views: ValueView[] = [];
  if (value.text !== null && !value.truncated && isJsonDocument(value.text)) views.push("json");
  if (value.text !== null) views.push("text");
  if (value.base64 !== null) views.push("hex");
  return views;
}

function isJsonDocument(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * JSON laid out over lines without reading its values: a number longer than a double, an escape or a field that
 * occurs twice stay exactly as they were written, which JSON.stringify(JSON.parse()) would not keep.
 * Expects valid JSON.
 */
export function layOutJson(text: string): string {
  let out = "";
  let depth = 0;
  const line = () => `\n${"  ".repeat(Math.min(depth, 60))}`;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs)) {
    const token = match[0];
    const rest = text.slice(match.index + 1, match.index + 200).trimStart();
    if (token === "{" || token === "[") {
      const closes = rest.startsWith(token === "{" ? "}" : "]");
      depth += 1;
      out += closes ? token : token + line();
    } else if (token === "}" || token === "]") {
      depth -= 1;
      out += /[{[]$/.test(out) ? token : line() + token;
    } else if (token === ",") out += token + line();
    else if (token === ":") out += ": ";
    else out += token;
  }
  return out;
}

export function bytesOfBase64(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/**
 * `00000010  7b 22 68 6f 73 74 6e 61  6d 65 22 3a 22 31 30 2e  |{"hostname":"10.|`: the first `lines` lines, with 16
 * bytes each, or 8 where there is little room.
 */
export function hexDump(bytes: Uint8Array, lines: number, perLine: 8 | 16 = 16): string {
  const out: string[] = [];
  for (let from = 0; from < bytes.length && out.length < lines; from += perLine) {
    const row = [...bytes.subarray(from, from + perLine)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0"));
    const halves = [hex.slice(0, 8), ...(perLine === 16 ? [hex.slice(8)] : [])];
    const columns = halves.map((half) => half.join(" ").padEnd(23)).join("  ");
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    out.push(
      `${from
        .toString(16)
        .padStart(8, "0")
        .slice(perLine === 16 ? 0 : 3)}  ${columns}  |${text}|`,
    );
  }
  return out.join("\n");
}
