import { parseArgs } from "node:util";

export const SECTIONS = ["pixel", "cold-start", "fan-out", "main-thread", "causes", "lease-load"] as const;
export type Section = (typeof SECTIONS)[number];
const LETTERS: Record<string, Section> = {
  a: "pixel",
  b: "cold-start",
  c: "fan-out",
  d: "main-thread",
  e: "causes",
  f: "lease-load",
};

export interface Options {
  only: readonly Section[];
  /** Smaller registries and shorter windows: shows that the bench works, not how fast the product is. */
  quick: boolean;
}

export const USAGE = `npm run bench -- [--only a,b,c,d,e,f] [--quick]
  a pixel        from etcd's acknowledgement to the DOM of a browser
  b cold-start   time and memory to a live view
  c fan-out      many clients of one console
  d main-thread  what the pages cost the browser
  e causes       why instances left, told and true, and heartbeats seen
  f lease-load   what observing leases costs console and etcd
  --quick        small and short, to see that it works; results.json is left alone`;

/** Throws with the usage where an option is wrong. */
export function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: { only: { type: "string" }, quick: { type: "boolean", default: false } },
  });
  const only = values.only?.split(",").map((word) => sectionOf(word.trim())) ?? SECTIONS;
  return { only, quick: values.quick };
}

function sectionOf(word: string): Section {
  const section = LETTERS[word] ?? SECTIONS.find((name) => name === word);
  if (!section) throw new Error(`There is no section "${word}".\n${USAGE}`);
  return section;
}
