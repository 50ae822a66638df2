import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile } from "tailwindcss";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const theme = read("app/styles/theme.css");
const withoutComments = (css: string) => css.replace(/\/\*[\s\S]*?\*\//g, "");

/** The rules that Tailwind makes of these names, and nothing it would put beside them. */
async function utilities(...names: string[]): Promise<string> {
  const { build } = await compile(`${theme}\n@layer utilities { @tailwind utilities; }`);
  return /@layer utilities \{([\s\S]*?)\n\}/.exec(build(names))?.[1]?.replace(/\s+/g, " ").trim() ?? "";
}

describe("the names of tokens", () => {
  it.each([
    ["bg-panel", "background-color: var(--bg-1)"],
    ["text-muted", "color: var(--ink-3)"],
    ["border-line", "border-color: var(--line)"],
    ["rounded-card", "border-radius: var(--r-3)"],
    ["text-13", "font-size: var(--fs-13)"],
    ["gap-0.5", "gap: calc(4px * 0.5)"],
    ["h-control", "height: var(--control)"],
    ["font-mono", "font-family: var(--mono)"],
  ])("%s is the token itself, so that a theme changes variables only", async (name, declaration) => {
    expect(await utilities(name)).toContain(`{ ${declaration}; }`);
  });

  it.each(["alive", "late", "overdue", "draining", "static", "gone", "time"])(
    "%s is its full colour as a ground and its readable form as text",
    async (state) => {
      expect(await utilities(`bg-${state}`)).toContain(`var(--${state})`);
      expect(await utilities(`bg-${state}-wash`)).toContain(`var(--${state}-wash)`);
      expect(await utilities(`text-${state}`)).toContain(`color: var(--${state}-ink)`);
    },
  );

  it.each([
    "bg-red-500",
    "bg-white",
    "text-sm",
    "text-base",
    "rounded-lg",
    "shadow-md",
    "font-bold",
    "md:text-xl",
    "text-faint",
  ])("%s, which is no token, is no utility", async (name) => {
    expect(await utilities(name)).toBe("");
  });

  it("lead to tokens that there are", () => {
    const defined = new Set([...read("app/styles/tokens.css").matchAll(/^\s+(--[\w-]+):/gm)].map(([, name]) => name));
    // What data-state sets on an element (base.css).
    for (const name of ["--c", "--ci", "--cw"]) defined.add(name);
    const used = [...withoutComments(theme).matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(70);
    expect(used.filter((name) => !defined.has(name))).toEqual([]);
    const named = [...withoutComments(theme).matchAll(/^\s+(--[\w-]+):/gm)].map(([, name]) => name);
    expect(named.filter((name) => defined.has(name))).toEqual([]);
  });

  it("follow the theme of the page, not that of the system", async () => {
    expect(await utilities("dark:flex")).toContain('[data-theme="dark"]');
    expect(await utilities("dark:flex")).not.toContain("@media");
  });
});

describe("the sheets beside Tailwind", () => {
  const sheets = ["app/styles", "components"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".css"))
      .map((path) => `${folder}/${path.replaceAll("\\", "/")}`),
  );
  const classes = sheets.flatMap((sheet) =>
    [...withoutComments(read(sheet)).matchAll(/([^{};]+)\{/g)].flatMap(([, selector = ""]) =>
      [...selector.matchAll(/\.([a-zA-Z_-][\w-]*)/g)].map(([, name = ""]) => name),
    ),
  );
  /** What utilities cannot say, and where it may stand: docs/adr/0005. */
  const HOMES: Record<string, string> = {
    "app/styles/index.css": "the order of the layers",
    "app/styles/tokens.css": "the tokens of both themes",
    "app/styles/theme.css": "their names, variants, keyframes, and what is drawn by a utility of our own",
    "app/styles/base.css": "the reset, the colours of a state, type",
    "app/styles/makeup.css": "cells and bars: what a service consists of",
    "components/leases/lease.css": "ring, bar, strip and dial of a lease, which follow a number",
    "components/map/flow.css": "the sheet of the library that moves the map",
    "components/map/first-picture.css": "a drawing without elements of ours: the map before the page is awake",
  };

  it("are these, and no part of the screen has one of its own", () => {
    expect(sheets.filter((sheet) => !(sheet in HOMES))).toEqual([]);
  });

  it("are there where they are imported", () => {
    const sources = ["app", "components"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((path) => /\.(tsx?|css)$/.test(path))
        .map((path) => `${folder}/${path.replaceAll("\\", "/")}`),
    );
    const imported = sources.flatMap((source) =>
      [...read(source).matchAll(/^@?import "([^"]+\.css)"/gm)]
        .flatMap(([, path]) => (path ? [path] : []))
        .filter((path) => /^[.@]\.?\//.test(path))
        .map((path) => (path.startsWith("@/") ? path.slice(2) : join(dirname(source), path).replaceAll("\\", "/"))),
    );
    expect(imported.length).toBeGreaterThan(4);
    expect(imported.filter((path) => !sheets.includes(path))).toEqual([]);
    expect(sheets.filter((sheet) => !imported.includes(sheet) && sheet !== "app/styles/index.css")).toEqual([]);
  });

  /** Sheets that still place what the utility stretches, and a shape that is drawn, where `position` says nothing. */
  const ALLOWED = ["flex-1", "static"];

  it("give no meaning of their own to a utility's name", async () => {
    expect(classes.length).toBeGreaterThan(20);
    const { build } = await compile(`${theme}\n@layer utilities { @tailwind utilities; }`);
    const names = [...new Set(classes)];
    const made = [...build(names).matchAll(/^ {2}\.([\w-]+) \{/gm)].map(([, name]) => name);
    expect(made.filter((name) => name && !ALLOWED.includes(name))).toEqual([]);
  });
});
