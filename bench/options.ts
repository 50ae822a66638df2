import { parseArgs } from "node:util";

export const SECTIONS = [
  "pixel",
  "cold-start",
  "fan-out",
  "main-thread",
  "causes",
  "lease-load",
  "soak",
  "stage",
  "picks",
  "gateway",
  "gateway-changes",
  "gateway-soak",
  "countdowns",
  "map",
  "attack",
] as const;
export type Section = (typeof SECTIONS)[number];
/** What is measured where nothing is named: all but what goes on for `--minutes`. */
export const USUAL: readonly Section[] = SECTIONS.filter((name) => !["soak", "gateway-soak", "attack"].includes(name));
const LETTERS: Record<string, Section> = {
  a: "pixel",
  b: "cold-start",
  c: "fan-out",
  d: "main-thread",
  e: "causes",
  f: "lease-load",
  g: "soak",
  h: "stage",
  i: "picks",
  j: "gateway",
  k: "gateway-changes",
  l: "gateway-soak",
  m: "countdowns",
  n: "map",
  o: "attack",
};

export interface Options {
  only: readonly Section[];
  /** Smaller registries and shorter windows: shows that the bench works, not how fast the product is. */
  quick: boolean;
  soakMinutes: number;
}

export const USAGE = `npm run bench -- [--only a,b,c,d,e,f,g,h,i,j,k,l,m,n,o] [--quick] [--minutes 30]
  a pixel        from etcd's acknowledgement to the DOM of a browser
  b cold-start   time and memory to a live view
  c fan-out      many clients of one console
  d main-thread  what the pages cost the browser
  e causes       why instances left, told and true, and heartbeats seen
  f lease-load   what observing leases costs console and etcd
  g soak         causes and memory over a long time of churn; only where it is named
  h stage        predicted and actual expiry of killed processes
  i picks        how fast each policy chooses, and what it allocates
  j gateway      its proxy beside nginx, HAProxy and proxies of the Node world
  k gateway-changes  from the watch's callback to the picker
  l gateway-soak a gateway under load for --minutes; only where it is named
  m countdowns   what 100, 1,000 and 10,000 live countdowns cost a browser
  n map          how soon, how smoothly and through which storm the map shows 10,000 instances
  o attack       a normal day, and the same under attack for --minutes; only where it is named
  --minutes      how long a soak lasts
  --quick        small and short, to see that it works; results.json is left alone`;

/** Throws with the usage where an option is wrong. */
export function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      minutes: { type: "string", default: "30" },
    },
  });
  const only = values.only?.split(",").map((word) => sectionOf(word.trim())) ?? USUAL;
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes wants a number above 0.\n${USAGE}`);
  return { only, quick: values.quick, soakMinutes: values.quick ? Math.min(1, minutes) : minutes };
}

function sectionOf(word: string): Section {
  const section = LETTERS[word] ?? SECTIONS.find((name) => name === word);
  if (!section) throw new Error(`There is no section "${word}".\n${USAGE}`);
  return section;
}
