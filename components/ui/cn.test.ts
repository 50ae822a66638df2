import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cn, tv } from "./cn";

const theme = readFileSync(join(import.meta.dirname, "..", "..", "app", "styles", "theme.css"), "utf8");
const named = (kind: string) =>
  [...theme.matchAll(new RegExp(`^ {2}--${kind}-([\\w-]+):`, "gm"))].flatMap(([, name]) => (name ? [name] : []));

describe("joining class names", () => {
  it("leaves out what is not there", () => {
    expect(cn("part", false, null, undefined, "", "on")).toBe("part on");
  });

  it("keeps a size and a colour of the same word", () => {
    expect(cn("text-13 text-muted")).toBe("text-13 text-muted");
    expect(cn("border border-line", "border-b-0 shadow-card")).toBe("border border-line border-b-0 shadow-card");
  });

  it("keeps the later one of two utilities for the same property", () => {
    expect(cn("h-8 h-9")).toBe("h-9");
    expect(cn("text-muted", "text-ink")).toBe("text-ink");
    expect(cn("bg-panel hover:bg-raised", "bg-raised")).toBe("hover:bg-raised bg-raised");
  });

  it.each([
    ["text(?!-(?:decoration-)?color)", "text-", "text-[3px]"],
    ["leading", "leading-", "leading-[3px]"],
    ["tracking", "tracking-", "tracking-[3px]"],
    ["spacing", "h-", "h-[3px]"],
    ["radius", "rounded-", "rounded-[3px]"],
    ["shadow", "shadow-", "shadow-[0_0_3px_red]"],
    ["ease", "ease-", "ease-[linear]"],
    ["transition-duration", "duration-", "duration-[3s]"],
    ["font-weight", "font-", "font-[300]"],
  ])("knows every name of --%s in the theme", (kind, prefix, other) => {
    const names = named(kind);
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect(cn(other, `${prefix}${name}`)).toBe(`${prefix}${name}`);
  });
});

describe("a part's variants", () => {
  const part = tv({ base: "h-8 text-12", variants: { large: { true: "h-9" } } });

  it("win over its base, and the caller over both", () => {
    expect(part()).toBe("h-8 text-12");
    expect(part({ large: true })).toBe("text-12 h-9");
    expect(part({ large: true, className: "h-touch" })).toBe("text-12 h-touch");
  });
});
