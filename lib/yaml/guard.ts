import { CST, Lexer, LineCounter, Parser } from "yaml";

/** Far more than a configuration or a file of 500 registrations needs, and read within about a second, however the text is made. */
export const YAML_LIMITS = {
  characters: 262_144,
  /** Maps and lists in each other, whether by brackets, by indentation or by `- - -`. */
  depth: 64,
  /** Values, with those that aliases repeat. */
  nodes: 50_000,
  aliases: 100,
  anchors: 100,
  tags: 100,
  /** Of one key or value. */
  scalarCharacters: 65_536,
  /** What the lexer makes of the text: with more, something else than values fills it. */
  tokens: 160_000,
} as const;

/** What is wrong with a text, and where: lines and columns count from 1. */
export class YamlMistake extends Error {
  override readonly name = "YamlMistake";
  constructor(
    /** A sentence without the place. */
    readonly words: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(`line ${line}, column ${column}: ${words}`);
  }
}

type Counted = "tokens" | "aliases" | "anchors" | "tags";
const COUNTED: Partial<Record<string, { what: Counted; noun: string }>> = {
  alias: { what: "aliases", noun: "aliases" },
  anchor: { what: "anchors", noun: "anchors" },
  tag: { what: "tags", noun: "tags" },
};

/**
 * Passes the text once through the yaml package's lexer and its parser of concrete syntax, which keeps a stack of its
 * own and calls nothing recursively, and stops at the first limit that is passed: what comes after it is never looked at.
 */
export function findTooMuch(text: string): YamlMistake | null {
  if (text.length > YAML_LIMITS.characters) {
    return new YamlMistake(`The YAML has ${text.length} characters; ${YAML_LIMITS.characters} are read at most.`, 1, 1);
  }
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const counts: Record<Counted, number> = { tokens: 0, aliases: 0, anchors: 0, tags: 0 };
  let inScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    // What follows the mark of a plain scalar is its text, whatever it looks like.
    const kind: string | null = inScalar ? null : CST.tokenType(lexeme);
    inScalar = kind === "scalar";
    const words = passedBy(lexeme, kind, counts);
    if (words !== null) return mistakeAt(lines, parser.offset, words);
    drain(parser.next(lexeme));
    // The outermost is the document; a scalar at the top is no level.
    if (parser.stack.length - 2 > YAML_LIMITS.depth) {
      return mistakeAt(lines, parser.offset, `The YAML is nested more than ${YAML_LIMITS.depth} levels deep.`);
    }
  }
  return null;
}

/** The first limit that this part of the text passes, as a sentence. */
function passedBy(lexeme: string, kind: string | null, counts: Record<Counted, number>): string | null {
  counts.tokens += 1;
  if (counts.tokens > YAML_LIMITS.tokens) return `The YAML has more than ${YAML_LIMITS.tokens} parts.`;
  if (lexeme.length > YAML_LIMITS.scalarCharacters) {
    return `A text of the YAML has more than ${YAML_LIMITS.scalarCharacters} characters.`;
  }
  const counted = kind === null ? undefined : COUNTED[kind];
  if (!counted) return null;
  counts[counted.what] += 1;
  return counts[counted.what] > YAML_LIMITS[counted.what]
    ? `The YAML has more than ${YAML_LIMITS[counted.what]} ${counted.noun}.`
    : null;
}

/** The tokens themselves are not wanted here. */
function drain(tokens: Iterable<unknown>): void {
  for (const _ of tokens);
}

export function mistakeAt(lines: LineCounter, offset: number, words: string): YamlMistake {
  const { line, col } = lines.linePos(offset);
  return new YamlMistake(words, Math.max(line, 1), Math.max(col, 1));
}
