import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** Imports run one way (docs/architecture.md). Each house may import from these houses only. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  lib: ["lib"],
  components: ["components", "lib"],
  app: ["app", "components", "lib"],
  server: ["server", "lib"],
  e2e: ["e2e", "lib"],
};

/** Tests may reach further: a library's integration test uses the server's harness. */
const TEST_MAY_ALSO: Record<string, readonly string[]> = { lib: ["server"], e2e: ["server"], components: ["app"] };

/** The only folders of lib that need Node. Everything else in lib also runs in the browser. */
const NODE_FOLDERS = ["lib/etcd/", "lib/discovery/"];
/** Only types cross from there into the rest of lib. */
const NODE_BUILTINS = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+?from\s+)?"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

const isTest = (file: string) =>
  /\.(test|spec)\.tsx?$/.test(file) || file.startsWith("e2e/support/") || file.startsWith("components/testing/");

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[2] ?? match[3] ?? "";
    const target = specifier.startsWith("@/")
      ? specifier.slice(2)
      : specifier.startsWith(".")
        ? path.posix.join(path.posix.dirname(file), specifier)
        : specifier;
    return { file, target, typeOnly: match[1] !== undefined };
  });
}

const houses = Object.keys(MAY_IMPORT);
const files = houses.flatMap((house) => globFiles(house));
const imports = files.flatMap(importsOf);

function globFiles(house: string): string[] {
  if (!existsSync(house)) return [];
  return readdirSync(house, { recursive: true, encoding: "utf8" })
    .map((file) => path.posix.join(house, file.split(path.sep).join("/")))
    .filter((file) => /\.tsx?$/.test(file));
}

describe("the house", () => {
  it("has files in every part that exists", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it("lets imports run one way", () => {
    const wrong = imports.filter(({ file, target }) => {
      const from = file.split("/")[0] ?? "";
      const to = target.split("/")[0] ?? "";
      if (!houses.includes(to)) return false;
      const allowed = [...(MAY_IMPORT[from] ?? []), ...(isTest(file) ? (TEST_MAY_ALSO[from] ?? []) : [])];
      return !allowed.includes(to);
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it("keeps lib free of Node outside its two folders, so that the browser can run it", () => {
    const wrong = imports.filter(
      ({ file, target, typeOnly }) =>
        file.startsWith("lib/") &&
        !isTest(file) &&
        !NODE_FOLDERS.some((folder) => file.startsWith(folder)) &&
        !typeOnly &&
        NODE_BUILTINS.has(target),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it("has one importer of etcd3", () => {
    const wrong = imports.filter(({ file, target }) => target.startsWith("etcd3") && !file.startsWith("lib/etcd/"));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it("takes clock and randomness as arguments in lib outside the Node folders", () => {
    const reads =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|(?<!\.)\bsetTimeout\(|(?<!\.)\bsetInterval\(|\bperformance\.now\(/;
    const wrong = files.filter(
      (file) =>
        file.startsWith("lib/") &&
        !isTest(file) &&
        !NODE_FOLDERS.some((folder) => file.startsWith(folder)) &&
        file !== "lib/clock.ts" &&
        reads.test(readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
    );
    expect(wrong).toEqual([]);
  });
});
