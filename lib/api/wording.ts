import { z } from "./zod";

/** One thing that is wrong with what was given. */
export interface Mistake {
  path: readonly PropertyKey[];
  /** What the field must be, to stand behind its name: `limit: must be a whole number from 1 to 1000`. */
  message: string;
  /** Where in a text, for mistakes of queries. */
  span?: [number, number];
}

export type Reading<T> = { data: T; mistakes: null } | { data: null; mistakes: Mistake[] };

/** As many mistakes are listed: whoever sends thousands is not answered with an answer of megabytes. */
const LISTED = 50;

/** Stands for a message of zod's own, none of which a person gets to read. */
const UNWORDED = "\0";

/**
 * What the schema makes of the value, or every mistake in words. A message that the schema itself gives stays; all others
 * are made from what the schema allows: its kind, its range, its values.
 */
export function readInWords<T extends z.ZodType>(schema: T, value: unknown): Reading<z.output<T>> {
  const result = schema.safeParse(value, { error: () => UNWORDED });
  if (result.success) return { data: result.data, mistakes: null };
  const mistakes: Mistake[] = [];
  let found = 0;
  for (const issue of result.error.issues) {
    found += issue.code === "unrecognized_keys" ? issue.keys.length : 1;
    // Several rules that say the same of a field say it once.
    const news = mistakesOf(issue, schema, value).filter((one) => !mistakes.some((known) => isSame(known, one)));
    if (news.length === 0) found--;
    mistakes.push(...news.slice(0, Math.max(0, LISTED - mistakes.length)));
  }
  // The last one listed says how many are not.
  const last = mistakes.at(-1);
  if (last && found > mistakes.length) last.message += ` (and ${found - mistakes.length} more mistakes)`;
  return { data: null, mistakes };
}

function isSame(a: Mistake, b: Mistake): boolean {
  return a.message === b.message && a.span === b.span && a.path.join("\0") === b.path.join("\0");
}

const spanSchema = z.tuple([z.number(), z.number()]);

function mistakesOf(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): Mistake[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = namesIn(placesAt(schema, path));
    const message = known.length > 0 ? `is not known here; known are ${known.join(", ")}` : "is not known here";
    return issue.keys.slice(0, LISTED).map((key) => ({ path: [...path, key.slice(0, 100)], message }));
  }
  const span = issue.code === "custom" ? spanSchema.safeParse(issue.params?.span).data : undefined;
  if (issue.message !== UNWORDED) return [{ path, message: issue.message, ...(span ? { span } : {}) }];
  const allowed = `must be ${wordsOf(placesAt(schema, path))}`;
  return [{ path, message: isMissing(value, path) ? `is missing: it ${allowed}` : allowed }];
}

function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  const last = path.at(-1);
  if (last === undefined) return value === undefined;
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (isRecord(at) ? Reflect.get(at, key) : undefined), value);
  return isRecord(parent) && Reflect.get(parent, last) === undefined;
}

/** The parts of JSON Schema that zod writes. */
interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | boolean;
  items?: Shape;
  prefixItems?: Shape[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
  $ref?: string;
  $defs?: Record<string, Shape>;
}

const shapes = new WeakMap<z.ZodType, Shape>();

function shapeOf(schema: z.ZodType): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  // zod's type of a JSON Schema is a wider one of the same form.
  const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
  shapes.set(schema, made);
  return made;
}

/** What may stand at the path: more than one where there are alternatives on the way. */
function placesAt(schema: z.ZodType, path: readonly PropertyKey[]): Shape[] {
  const root = shapeOf(schema);
  const open = (shape: Shape): Shape[] => {
    const named = shape.$ref?.startsWith("#/$defs/") ? root.$defs?.[shape.$ref.slice("#/$defs/".length)] : undefined;
    if (named) return open(named);
    // Of several patterns each is a part of one shape, and not a shape of its own.
    const { allOf, ...rest } = shape;
    if (allOf) return open(Object.assign({}, ...allOf, rest) as Shape);
    const alternatives = shape.anyOf ?? shape.oneOf;
    return alternatives ? alternatives.flatMap(open) : [shape];
  };
  let places = open(root);
  for (const key of path) places = places.flatMap((place) => childrenOf(place, key)).flatMap(open);
  return places;
}

function childrenOf(shape: Shape, key: PropertyKey): Shape[] {
  if (typeof key === "number") {
    const item = shape.prefixItems?.[key] ?? shape.items;
    return item ? [item] : [];
  }
  const property = Object.hasOwn(shape.properties ?? {}, key) ? shape.properties?.[String(key)] : undefined;
  if (property) return [property];
  return typeof shape.additionalProperties === "object" ? [shape.additionalProperties] : [];
}

const namesIn = (places: readonly Shape[]) => [
  ...new Set(places.flatMap(({ properties = {} }) => Object.keys(properties))),
];

function wordsOf(places: readonly Shape[]): string {
  const values = [...new Set(places.flatMap(({ const: one, enum: many = [] }) => (one === undefined ? many : [one])))];
  const others = places.filter((place) => place.const === undefined && place.enum === undefined).map(wordsOfOne);
  const listed =
    values.length === 0
      ? []
      : [values.length === 1 ? String(values[0]) : `one of ${values.map((value) => String(value)).join(", ")}`];
  return [...new Set([...listed, ...others])].join(", or ") || "something else";
}

function wordsOfOne(shape: Shape): string {
  switch (shape.type) {
    case "integer":
      return `a whole number${rangeOf(shape)}`;
    case "number":
      return `a number${rangeOf(shape)}`;
    case "string":
      return wordsOfText(shape);
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "array":
      return `a list${shape.maxItems === undefined ? "" : ` of at most ${shape.maxItems}`}${shape.items ? `, each ${wordsOf([shape.items])}` : ""}`;
    case "object": {
      const names = Object.keys(shape.properties ?? {});
      return names.length > 0 ? `an object with ${names.join(", ")}` : "an object";
    }
    default:
      return "something else";
  }
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: Shape): string {
  const least = Math.abs(minimum ?? 0) < Number.MAX_SAFE_INTEGER ? minimum : undefined;
  const most = Math.abs(maximum ?? 0) < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (exclusiveMinimum !== undefined)
    return ` above ${exclusiveMinimum}${most === undefined ? "" : `, at most ${most}`}`;
  if (least !== undefined) return `, at least ${least}`;
  return most === undefined ? "" : `, at most ${most}`;
}

/** Texts that only look a certain way, by their pattern in the schemas. */
const PATTERNS: Record<string, string> = {
  "^\\d+$": 'digits, like "1183"',
  "^\\d{1,15}$": 'milliseconds since 1970, like "1796126400000"',
};

function wordsOfText({ format, pattern, minLength, maxLength }: Shape): string {
  if (format === "date-time") return "a time with its zone, like 2026-12-01T12:00:00Z";
  const known = pattern === undefined ? undefined : PATTERNS[pattern];
  if (known !== undefined) return known;
  if (pattern !== undefined) return `text that fits ${pattern}`;
  const length =
    minLength !== undefined && maxLength !== undefined
      ? ` of ${minLength} to ${maxLength} characters`
      : maxLength !== undefined
        ? ` of at most ${maxLength} characters`
        : minLength !== undefined
          ? ` of at least ${minLength} ${minLength === 1 ? "character" : "characters"}`
          : "";
  return `text${length}`;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
