import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sourceStack } from "./source-stack";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-stack-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function bundle(): Promise<string> {
  await writeFile(join(folder, "fails.ts"), "interface Nothing {}\n\nexport function fail(): never {\n  throw 1;\n}\n");
  await writeFile(join(folder, "main.ts"), 'import { fail } from "./fails";\nexport const begin = () => fail();\n');
  const outfile = join(folder, "out.js");
  await build({ entryPoints: [join(folder, "main.ts")], outfile, bundle: true, format: "esm", sourcemap: true });
  return pathToFileURL(outfile).href;
}

it("names the file and line that somebody wrote", async () => {
  const url = await bundle();
  // Line 3 of the bundle is `  throw 1;`, after a comment with the file's name and the function's head.
  expect(sourceStack(`Error: no\n    at fail (${url}:3:3)\n    at node:internal/x:1:1`)).toBe(
    `Error: no\n    at fail (${join(folder, "fails.ts")}:4:3)\n    at node:internal/x:1:1`,
  );
});

it("leaves alone what has no map, and packages", () => {
  const stack = "Error: no\n    at a (file:///nowhere/x.js:3:3)\n    at b (file:///a/node_modules/b/b.js:1:1)";
  expect(sourceStack(stack)).toBe(stack);
});
