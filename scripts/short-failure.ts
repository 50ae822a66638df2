import { stripVTControlCharacters } from "node:util";

const MOST_LINES = 8;

/** A failed test and the first lines of why, for the end of a run. */
export function shortFailure(where: string, message = ""): string {
  const lines = stripVTControlCharacters(message)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return [where, ...lines.slice(0, MOST_LINES).map((line) => `    ${line}`)].join("\n");
}
