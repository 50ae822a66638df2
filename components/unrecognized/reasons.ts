import type { LayoutsAnswer } from "@/lib/api/layouts";
import { OWN_PREFIX } from "@/lib/layouts/layout-set";
import type { UnrecognizedKey, UnrecognizedReason } from "@/lib/registry/types";

export const REASONS = [
  "key-not-matched",
  "value-not-json",
  "value-wrong-shape",
  "value-not-utf8",
  "value-too-large",
  "name-too-long",
  "unsigned",
] as const satisfies readonly UnrecognizedReason[];

export const REASON_WORD: Record<UnrecognizedReason, string> = {
  "key-not-matched": "No layout has such a key",
  "value-not-json": "Not JSON",
  "value-wrong-shape": "Wrong shape",
  "value-not-utf8": "Not UTF-8",
  "value-too-large": "Too large",
  "name-too-long": "Name too long",
  unsigned: "Unsigned",
};

type Layout = LayoutsAnswer["layouts"][number];

export interface WayOut {
  /** What to do, in a sentence or two. */
  advice: string;
  /** Keys that the layouts under its prefix would read, as templates. */
  templates: { layout: string; key: string; codec: string }[];
  /** A value that would be read; null where the value is not the trouble. */
  example: string | null;
  /** A configuration that would read the key; null where that would not help. */
  setting: string | null;
}

/** The longest watched prefix over the key, which decides what layouts are asked. */
export function prefixOf(key: string, layouts: readonly Layout[]): string | null {
  const over = layouts.flatMap((layout) => layout.prefixes).filter((prefix) => key.startsWith(prefix));
  return over.reduce<string | null>(
    (best, prefix) => (best === null || prefix.length > best.length ? prefix : best),
    null,
  );
}

const EXAMPLES: Record<string, string> = {
  path: '{"hostname":"10.0.0.5","port":8080}',
  registrator: "10.0.0.5:8080",
  heartbeat: "http://10.0.0.5:8080",
  grpc: '{"Op":0,"Addr":"10.0.0.5:8080","Metadata":null}',
  generic: '{"address":"10.0.0.5:8080"}',
};

/** What a person can do so that the key is read, or stops standing here. */
export function wayOutOf(key: UnrecognizedKey, layouts: readonly Layout[]): WayOut {
  const prefix = prefixOf(key.key, layouts);
  const here = layouts.filter((layout) => prefix !== null && layout.prefixes.includes(prefix));
  const templates = here.flatMap((layout) =>
    layout.rules
      .filter((rule) => rule.role === "instance")
      .map((rule) => ({ layout: layout.id, key: rule.key.replace("{prefix}", prefix ?? ""), codec: rule.codec })),
  );
  const example = key.layout ? (EXAMPLES[key.layout] ?? null) : null;
  if (key.key.startsWith(OWN_PREFIX)) return ownWayOut(key);
  switch (key.reason) {
    case "unsigned":
      return ownWayOut(key);
    case "key-not-matched":
      return {
        advice:
          "If it is a registration, name the layout that writes it for this prefix. If it is something else, leave it: Rollcall changes nothing about it.",
        templates,
        example: null,
        setting: prefix === null ? null : settingFor(prefix, here),
      };
    case "value-not-json":
    case "value-wrong-shape":
      return {
        advice: "The key is one of a registration, the value is not. Its owner has to write a value like this:",
        templates: templates.filter(({ layout }) => layout === key.layout),
        example,
        setting: null,
      };
    case "value-not-utf8":
      return {
        advice:
          "Layouts read text. A program that writes binary values needs a layout of its own. This one would be read:",
        templates: [],
        example,
        setting: null,
      };
    case "value-too-large":
      return {
        advice:
          "No registration is that long: something else uses the prefix. Its owner should write elsewhere. This is what would be read:",
        templates: [],
        example,
        setting: null,
      };
    case "name-too-long":
      return {
        advice:
          "No service, instance or host has a name that long: something else uses the prefix. Its owner should write elsewhere. A key that is too long stands here by its beginning; etcdctl names it whole.",
        templates: [],
        example: null,
        setting: null,
      };
  }
}

/** Of a key where consoles keep their own records. */
function ownWayOut({ reason }: UnrecognizedKey): WayOut {
  const advice =
    reason === "unsigned"
      ? "It counts for nothing, because anybody who may write to etcd may have written it. If another console of yours did, give all consoles the same ROLLCALL_SECRET. If an earlier version did, do anew what it says. If nobody did, see who may write under /rollcall/."
      : "Only consoles write under /rollcall/, and this is no record of theirs. It counts for nothing; etcdctl del removes it.";
  return { advice, templates: [], example: null, setting: null };
}

/** `generic` reads most of what looks like an address. */
function settingFor(prefix: string, here: readonly Layout[]): string | null {
  const ids = here.map((layout) => layout.id);
  return ids.includes("generic") ? null : `${prefix}=${[...ids, "generic"].join(",")}`;
}
