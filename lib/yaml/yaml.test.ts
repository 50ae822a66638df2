import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, YAMLError } from "yaml";
import { YAML_LIMITS, YamlMistake } from "./guard";
import { readYaml } from "./read";
import { writeYaml } from "./write";

const asText = (text: string) => readYaml(text, { isText: () => true });

function mistakeOf(text: string): YamlMistake {
  try {
    readYaml(text);
  } catch (error) {
    if (error instanceof YamlMistake) return error;
    throw error;
  }
  throw new Error("It was read");
}

const LIKE_OTHERS = [
  ...["0012345", "1e5", "1.50", "12345678901234567890", "on", "yes", "no", "y", "true", "null", "~", "", " "],
  ...["2026-12-01", "2026-12-01T10:00:00Z", "1:30", "0x1F", "0o17", "017", "0b1", "1_000", ".inf", "-.5", "<<", "="],
  ...["- a", "a: b", "#", "a #b", "[a]", "{a}", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'", '"', "---", "..."],
];

describe("hostile YAML", () => {
  /** Every one of them took minutes, or ended the process, in a parser that is not guarded. */
  it.each([
    ["brackets", "[".repeat(3_000), "levels"],
    ["braces", "{a: ".repeat(3_000), "levels"],
    ["lists on one line", "- ".repeat(80_000), "levels"],
    ["keys of keys", "? ".repeat(80_000), "levels"],
    ["values of values", ": ".repeat(80_000), "levels"],
    ["indentation", Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), "levels"],
    ["indented lists", Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth)}-`).join("\n"), "levels"],
    ["mixed nesting", "- [{? [".repeat(1_000), "levels"],
    ["tags", "!a ".repeat(80_000), "tags"],
    ["verbatim tags", "!<a> ".repeat(40_000), "tags"],
    ["anchors", "&a ".repeat(80_000), "anchors"],
    ["aliases", `a: &a 1\nb: [${"*a,".repeat(70_000)}]`, "aliases"],
    ["values", `[${"a,".repeat(100_000)}]`, "parts"],
    ["keys", Array.from({ length: 30_000 }, (_, index) => `k${index}:`).join("\n"), "values"],
    ["a long text", "a".repeat(100_000), "characters"],
    ["a long quoted text", `"${"a".repeat(100_000)}`, "characters"],
    ["a long text of lines", `a: |\n${" a\n".repeat(40_000)}`, "characters"],
    ["too much of it", "a\n".repeat(200_000), "characters"],
    ["an alias within itself", "a: &a [*a]", "levels"],
  ])("of %s is refused by its limit, with the place", (_what, text, limit) => {
    const { words, line, column } = mistakeOf(text);
    expect(words).toContain(limit);
    expect(words).toMatch(/\d/);
    expect(line).toBeGreaterThan(0);
    expect(column).toBeGreaterThan(0);
  });

  it("of aliases that multiply is refused", () => {
    const levels = Array.from({ length: 8 }, (_, level) => {
      const members = Array.from({ length: 9 }, () => (level === 0 ? "x" : `*a${level - 1}`));
      return `a${level}: &a${level} [${members.join(",")}]`;
    });
    expect(mistakeOf(levels.join("\n")).words).toContain(`${YAML_LIMITS.nodes} values`);
  });

  it.each([
    ["a key that stands twice", "a: 1\nb: 2\na: 3", 3],
    ["a key that stands twice within brackets", "x: {a: 1,\n 'a': 2}", 2],
    ["a merge key", "a: &a {x: 1}\nb: {<<: *a}", 2],
    ["__proto__", "a: 1\n__proto__: {isAdmin: true}", 2],
    ["__proto__ in quotes", '"__proto__": 1', 1],
    ["a key that is a list", "? [a]\n: b", 1],
    ["two documents", "a: 1\n---\nb: 2", 2],
    ["a tag of a language", "a: !!js/function 'x'", 1],
    ["a tag that makes bytes", "a: !!binary aGk=", 1],
    ["an alias of nothing", "a: *b", 1],
    ["a tab for a blank", "a:\n\tb: 1", 2],
    ["a bracket that stays open", "a: 1\nb: [", 2],
    ["many errors", "'a' ".repeat(2_000), 1],
  ])("with %s is refused at its line", (_what, text, line) => {
    expect(mistakeOf(text).line).toBe(line);
  });

  it("ends in a value or a mistake, whatever it is", () => {
    const piece = fc.constantFrom(
      ...[
        "- ",
        "? ",
        ": ",
        "a",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!x ",
        "|\n",
        ">+\n",
        "'",
        '"',
        "\n",
        " ",
        "---\n",
      ],
      ...["#", "%", "<<", "\t", "\r", "\u0085", "\ufeff", "\u0000", "\ud800", "1", "null", "...\n", "\\"],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        try {
          readYaml(pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(YamlMistake);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("YAML with a mistake", () => {
  it.each([
    ["commas", `[${",".repeat(50_000)}]`],
    ["brackets that close nothing", "]".repeat(100_000)],
    ["values without commas", `[${"{} ".repeat(40_000)}]`],
    ["texts side by side", '"a" '.repeat(30_000)],
    ["a document after the other", "---\n".repeat(50_000)],
    ["directives", "%YAML 9.9\n".repeat(20_000)],
  ])("is not looked at beyond the first one: %s", (_, text) => {
    let made = 0;
    // The package makes an Error for each mistake that it finds, and gives it its message.
    Object.defineProperty(YAMLError.prototype, "message", {
      configurable: true,
      set(value: string) {
        made += 1;
        Object.defineProperty(this, "message", { value });
      },
    });
    try {
      expect(mistakeOf(text).line).toBeGreaterThan(0);
    } finally {
      Reflect.deleteProperty(YAMLError.prototype, "message");
    }
    expect(made).toBeLessThanOrEqual(1);
  });
});

describe("YAML", () => {
  it("may be nested as deeply as the limit says, and no deeper", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(() => readYaml(nested(YAML_LIMITS.depth))).not.toThrow();
    expect(mistakeOf(nested(YAML_LIMITS.depth + 2)).words).toContain("levels");
    expect(() => readYaml(`${"- ".repeat(YAML_LIMITS.depth)}a`)).not.toThrow();
  });

  it("gives texts as they are written where text is wanted, and YAML's own values elsewhere", () => {
    const text = LIKE_OTHERS.slice(0, 10).map((word, index) => `k${index}: ${word}`);
    expect(Object.values(asText(text.slice(0, 9).join("\n")) as object)).toEqual(LIKE_OTHERS.slice(0, 9));
    expect(readYaml("a: 1.50\nb: true\nc: null\nd: 007")).toEqual({ a: 1.5, b: true, c: null, d: 7 });
    expect(() => asText("a: null")).toThrow("put it in quotes");
    expect(asText("a:\nb: 'null'")).toEqual({ a: null, b: "null" });
  });

  it("reads aliases and names that objects have by themselves", () => {
    expect(readYaml("a: &a {x: 1}\nb: *a\nconstructor: 1\ntoString: 2")).toEqual({
      a: { x: 1 },
      b: { x: 1 },
      constructor: 1,
      toString: 2,
    });
  });

  it("that is written is read back the same, by readers of YAML 1.1 and 1.2", () => {
    const word = fc.oneof(fc.constantFrom(...LIKE_OTHERS), fc.string({ unit: "binary", maxLength: 12 }));
    const name = word.filter((text) => text !== "__proto__" && text !== "<<");
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(word, fc.array(word, { maxLength: 3 }))), (value) => {
        const written = writeYaml(value);
        const plain = { ...value };
        expect(readYaml(written)).toEqual(plain);
        expect(asText(written)).toEqual(plain);
        expect(parse(written, { version: "1.1" })).toEqual(plain);
        expect(written.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 500 },
    );
  });
});
