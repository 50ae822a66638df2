/** What somebody would write who means harm, or whose program is broken. */
import fc from "fast-check";

const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "then",
  "length",
  "host",
  "hostname",
  "port",
  "address",
  "endpoints",
  "metadata",
  "weight",
  "protocol",
  "password",
  "token",
  "name",
  "service",
  "Op",
  "Addr",
  "Metadata",
  "dependsOn",
  "until",
  "at",
];

const ODD_TEXTS = [
  "",
  " ",
  "\0",
  "\n",
  "\u202e",
  "\ufeff",
  "\ud800",
  "\\x00",
  "\\xff",
  "%00",
  "../..",
  "a".repeat(5_000),
  "é".repeat(300),
  "http://u:p@[::1]:80/",
  "10.0.0.1:80",
  "[::1]:0",
  ":",
  "://",
  "1e400",
  "-0",
  "NaN",
  "9".repeat(400),
  "<script>",
  "\u001b[2J",
  "=cmd()",
];

export const oddText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
);

export const oddNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -1, 1e300, -1e300, 9e15, 8.64e15, 8.64e15 + 1, 2 ** 31, 2 ** 53, 65_536, 0.1),
);

/** Any JSON, with names that mean something to whoever reads it. */
export const { json: oddJson } = fc.letrec<{ json: unknown; member: [string, unknown] }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    oddText,
    oddNumber,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { maxLength: 5 }),
    fc.array(tie("member"), { maxLength: 6 }).map((members) => Object.fromEntries(members)),
  ),
  member: fc.tuple(fc.oneof(fc.constantFrom(...NAMES), oddText), tie("json")),
}));

/** A value as a key's owner might put it: JSON, nearly JSON, far too deep, any bytes. */
export const oddValue: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: oddJson.map((value) => bytes(JSON.stringify(value))) },
  {
    weight: 2,
    arbitrary: fc.tuple(oddJson, fc.nat(200)).map(([value, at]) => bytes(JSON.stringify(value).slice(0, at))),
  },
  { weight: 2, arbitrary: oddText.map(bytes) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 5_000 }).map((depth) => bytes("[".repeat(depth) + "]".repeat(depth))),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 3_000 })
      .map((depth) => bytes(`${`{"a":`.repeat(depth)}1${"}".repeat(depth)}`)),
  },
);

/** Texts made of the pieces that mean something to a parser. */
export function soup(pieces: readonly string[], maxLength = 60): fc.Arbitrary<string> {
  const some = fc.array(
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: oddText }),
    { maxLength },
  );
  const many = fc
    .tuple(fc.constantFrom(...pieces), fc.integer({ min: 1, max: 3_000 }))
    .map(([piece, times]) => piece.repeat(times));
  return fc.oneof({ weight: 5, arbitrary: some.map((all) => all.join("")) }, { weight: 1, arbitrary: many });
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
