import { isKeyClass, type KeyClass } from "./key-class";

/** What a key template is made of. */
export type Part =
  /** One of several texts, the longest first. */
  | { kind: "literal"; options: string[] }
  | { kind: "capture"; name: string; keyClass: KeyClass; filter: Filter | null; loose: boolean }
  /** Zero or more leading segments, each with its `/`. */
  | { kind: "root"; name: string };

export type Filter = "pct" | "rev";

const CAPTURE = /^([a-zA-Z_]\w*)(\*|\/)?(?::(\w+))?(?:\|(pct|rev))?$/;

/**
 * Reads a template (the grammar stands in docs/layouts.md). Throws on a template that could be matched in more than
 * one way: templates are written by us and checked at start, keys never make it throw.
 */
export function parseTemplate(template: string, prefix: string): Part[] {
  const parts: Part[] = [];
  let position = 0;
  while (position < template.length) {
    const opening = template[position];
    const closing = opening === "{" ? "}" : opening === "<" ? ">" : null;
    if (closing === null) {
      const end = template.slice(position).search(/[{<]/);
      const text = end < 0 ? template.slice(position) : template.slice(position, position + end);
      pushLiteral(parts, [text]);
      position += text.length;
      continue;
    }
    const end = template.indexOf(closing, position);
    if (end < 0) throw new Error(`Template ${template}: "${opening}" is never closed.`);
    const inner = template.slice(position + 1, end);
    if (opening === "<") pushLiteral(parts, inner.split("|"));
    else if (inner === "prefix") pushLiteral(parts, [prefix]);
    else parts.push(readCapture(template, inner));
    position = end + 1;
  }
  checkParts(template, parts);
  return parts;
}

function pushLiteral(parts: Part[], options: string[]): void {
  const last = parts.at(-1);
  const sorted = [...options].sort((a, b) => b.length - a.length);
  if (last?.kind !== "literal") {
    if (sorted.some((option) => option !== "")) parts.push({ kind: "literal", options: sorted });
    return;
  }
  last.options = last.options.flatMap((before) => sorted.map((after) => before + after));
}

function readCapture(template: string, inner: string): Part {
  const [, name, shape, className, filter] = CAPTURE.exec(inner) ?? [];
  if (name === undefined) throw new Error(`Template ${template}: {${inner}} is not a capture.`);
  if (shape === "/") return { kind: "root", name };
  const keyClass = className ?? (shape === "*" ? "any" : "segment");
  if (!isKeyClass(keyClass)) throw new Error(`Template ${template}: there is no class "${keyClass}".`);
  return {
    kind: "capture",
    name,
    keyClass,
    filter: filter === "pct" || filter === "rev" ? filter : null,
    loose: shape === "*",
  };
}

function checkParts(template: string, parts: Part[]): void {
  if (parts.filter(isLoose).length > 1) throw new Error(`Template ${template}: only one {name*} or {name/} fits.`);
  parts.forEach((part, index) => {
    const next = parts[index + 1];
    if (part.kind !== "literal" && next !== undefined && next.kind !== "literal" && part.kind !== "root")
      throw new Error(`Template ${template}: nothing stands between {${part.name}} and {${next.name}}.`);
  });
}

/** The one part that takes what the others leave. */
export function isLoose(part: Part): boolean {
  return part.kind === "root" || (part.kind === "capture" && part.loose);
}
