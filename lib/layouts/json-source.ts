import { isBlank, toText } from "./json-value";
import type { Captures } from "./template";
import type { ValueSource } from "./types";

/** A path into a parsed value: `a>b>0`. */
export interface Path {
  text: string;
  /** The outermost member it goes through. */
  member: string;
  /** What stands there; undefined where nothing does. Own members only. */
  of(value: Record<string, unknown>): unknown;
}

/** What a source gave, and where it stood (both names empty for what the key or the layout says). */
export interface Found {
  path: string;
  member: string;
  value: unknown;
}

export function compilePath(text: string): Path {
  const steps = text.split(">");
  const [member = "", ...deeper] = steps;
  return {
    text,
    member,
    of(value) {
      let here: unknown = Object.hasOwn(value, member) ? value[member] : undefined;
      for (const step of deeper) {
        if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
        here = Reflect.get(here, step);
      }
      return here;
    },
  };
}

export function compileSource(
  source: ValueSource,
): (value: Record<string, unknown>, captures: Captures) => Found | null {
  if (typeof source === "object" && "constant" in source) {
    const found = { path: "", member: "", value: source.constant };
    return () => found;
  }
  if (typeof source === "string" && source.startsWith("$")) {
    const name = source.slice(1);
    return (_value, captures) => {
      const value = captures.get(name);
      return value === undefined ? null : { path: "", member: "", value };
    };
  }
  const enumeration = typeof source === "object" && "path" in source ? source.enumeration : null;
  const paths = (typeof source === "string" ? [source] : "path" in source ? [source.path] : source).map(compilePath);
  return (value) => {
    for (const path of paths) {
      const found = path.of(value);
      if (isBlank(found)) continue;
      const meaning = enumeration === null ? found : translate(found, enumeration);
      return meaning === "" ? null : { path: path.text, member: path.member, value: meaning };
    }
    return null;
  };
}

/** A value the enumeration does not know stays as it is; one that it translates to nothing is left out. */
function translate(value: unknown, enumeration: Record<string, string>): string {
  const text = toText(value);
  return Object.hasOwn(enumeration, text) ? (enumeration[text] ?? "") : text;
}
