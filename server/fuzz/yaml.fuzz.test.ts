import { expect, test } from "vitest";
import { YamlMistake } from "@/lib/yaml/guard";
import { readYaml } from "@/lib/yaml/read";
import { fuzz } from "./fuzz";
import { soup } from "./hostile";

const PIECES = [
  "[",
  "]",
  "{",
  "}",
  "- ",
  "-\n",
  "? ",
  ": ",
  "a: ",
  "\n",
  "  ",
  "\t",
  "!a ",
  "!!binary ",
  "!!set ",
  "&a ",
  "*a ",
  "<<: *a",
  "|\n",
  ">-\n",
  '"',
  "'",
  "#",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "%TAG ! tag:x,2000:\n",
  ",",
  "0012345",
  "1e5",
  "null",
  "__proto__: 1\n",
  "- - - -",
  "? ? ?",
];

test("whatever is called YAML is read, or refused with a line and a column", async () => {
  await fuzz<string>({
    inputs: soup(PIECES, 200),
    sizeOf: (text) => text.length,
    run(text) {
      try {
        JSON.stringify(readYaml(text, { isText: (path) => path.at(-1) === "a" }));
      } catch (error) {
        if (!(error instanceof YamlMistake)) throw error;
        expect(error.line).toBeGreaterThan(0);
        expect(error.column).toBeGreaterThan(0);
        expect(error.words).toMatch(/[.!?]$/);
      }
    },
    steps: { any: 2_000, perByte: 150 },
  });
});
