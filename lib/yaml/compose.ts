import { Composer, type CST, type Document, type LineCounter, type ParsedNode, Parser } from "yaml";
import { mistakeAt, type YamlMistake } from "./guard";

/**
 * What the one document of a text holds, as the yaml package's nodes. Throws at the first mistake: the package itself
 * goes on and makes an Error, with its stack, for each further one, which takes seconds for a text of brackets alone.
 */
export function composeYaml(text: string, lines: LineCounter): unknown {
  let first: YamlMistake | null = null;
  const fail = (offset: number, words: string): never => {
    // The composer catches what is thrown inside a collection and reports it once more at each level above.
    first ??= mistakeAt(lines, offset, words);
    throw first;
  };
  const composer = new Composer({
    // Takes time that grows with the square of what is in the text; the reader looks for equal keys itself.
    uniqueKeys: false,
    version: "1.2",
    merge: false,
  });
  // The package has no option for it. Its warnings, of tags that it does not know, are mistakes here as well.
  Object.assign(composer, {
    onError: (source: ErrorSource, _code: string, message: string) => fail(offsetOf(source), sentence(message)),
  });
  const documents: Document.Parsed<ParsedNode>[] = [];
  function* tokens(): Generator<CST.Token> {
    for (const token of new Parser(lines.addNewLine).parse(text)) {
      // These the composer collects without asking `onError`.
      if (token.type === "error") fail(token.offset, sentence(`${token.message}: ${JSON.stringify(token.source)}`));
      yield token;
    }
  }
  for (const document of composer.compose(tokens(), true, text.length)) {
    if (documents.push(document) > 1) {
      fail(document.range[0], "The YAML holds more than one document (---): keep one.");
    }
    for (const error of document.errors) fail(error.pos[0], sentence(error.message));
  }
  return documents[0]?.contents ?? null;
}

/** Where the yaml package says that something is wrong: an offset, a range, or a token. */
type ErrorSource = number | readonly number[] | { offset: number };

function offsetOf(source: ErrorSource): number {
  if (typeof source === "number") return source;
  return "offset" in source ? source.offset : (source[0] ?? 0);
}

/** The yaml package's own words, without the picture of the place that may follow them. */
function sentence(message: string): string {
  const first = message.split("\n", 1)[0] ?? "";
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
