import { isDeepStrictEqual } from "node:util";
import {
  type Import,
  type Imported,
  type ImportedEntry,
  type StaticRegistration,
  staticFileSchema,
} from "@/lib/api/imports";
import { readInWords } from "@/lib/api/wording";
import type { Actor } from "@/lib/auth/roles";
import { Problem } from "@/lib/errors";
import { EtcdError, type KeyValue } from "@/lib/etcd/port";
import { REDACTED } from "@/lib/layouts/redact";
import type { Instance } from "@/lib/registry/types";
import { readYaml, type YamlPath } from "@/lib/yaml/read";
import { shownValue } from "@/server/routes/shown-value";
import type { World } from "./action";
import { importOne } from "./import-one";
import type { Actions } from "./perform";
import { type Encoded, encode } from "./register";

/** At once; each is a transaction of its own, and one that is stale stops none of the others. */
const AT_ONCE = 8;

/** All of a registration is text but its port: `version: 1.50` and `instance: 007` stay as they are written. */
function isText(path: YamlPath): boolean {
  return path.includes("metadata") || !NUMBERS.has(path.at(-1) ?? "");
}
const NUMBERS = new Set<string | number>(["rollcall", "port"]);

type Planned = { entry: ImportedEntry; encoded: Encoded | null; before: KeyValue | null };

/** The difference between a file and etcd, and unless it is a dry run, what came of writing it. */
export async function importFile(
  input: Import,
  { dryRun, actor }: { dryRun: boolean; actor: Actor },
  world: World,
  actions: Actions,
): Promise<Imported> {
  const file = readFile(input);
  const seen = new Set<string>();
  const planned = await inTurns(file.registrations, (one, index) => plan(one, index, input, seen, world));
  const entries = dryRun
    ? planned.map(({ entry }) => entry)
    : await inTurns(planned, (one) => write(one, input.reason, actor, actions));
  const counts = { create: 0, update: 0, same: 0, refused: 0 };
  for (const { change } of entries) counts[change]++;
  return { dryRun, counts, entries };
}

/** Throws a Problem that names every mistake by its place in the file. */
function readFile({ file, format }: Import) {
  let value: unknown;
  try {
    value = format === "json" ? JSON.parse(file) : readYaml(file, { isText });
  } catch (error) {
    const message = `is not ${format.toUpperCase()}: ${error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : "?"}`;
    throw new Problem("invalid-request", `The file ${message}`, { fields: [{ field: "/file", message }] });
  }
  const { data, mistakes } = readInWords(staticFileSchema, value);
  if (!mistakes) return data;
  const fields = mistakes.map(({ path, message }) => ({
    field: ["/file", ...path.map(String)].join("/"),
    message,
  }));
  throw new Problem("invalid-request", fields.map((one) => `${one.field}: ${one.message}`).join("; "), { fields });
}

async function plan(
  one: StaticRegistration,
  index: number,
  { overwrite }: Import,
  seen: Set<string>,
  world: World,
): Promise<Planned> {
  const entry = { ...EMPTY, index, service: one.service };
  const refuse = (words: string): Planned => ({ entry: { ...entry, words }, encoded: null, before: null });
  if (JSON.stringify(one).includes(REDACTED))
    return refuse("It holds a value that was hidden when it was exported: fill in the secret, or leave it out.");
  let encoded: Encoded;
  try {
    encoded = encode(one, world.layouts);
  } catch (error) {
    if (error instanceof Problem) return refuse(error.detail);
    throw error;
  }
  const { key } = encoded;
  if (seen.has(key)) return refuse(`The file names ${key} twice.`);
  seen.add(key);
  const [before = null] = (await world.etcd().range({ range: { key } })).keyValues;
  const shown = (value: Uint8Array) => shownValue(value, world.secretPattern).text;
  const known: ImportedEntry = {
    ...entry,
    key,
    before: before && shown(before.value),
    after: shown(encoded.value),
    leased: before?.leaseId != null,
  };
  const is = (change: ImportedEntry["change"], words: string): Planned => ({
    entry: {
      ...known,
      change,
      outcome: change === "refused" ? "refused" : change === "same" ? "unchanged" : "planned",
      words,
    },
    encoded,
    before,
  });
  if (!before) return is("create", "The key is free.");
  if (isSame(before, encoded, world)) return is("same", "It is so already.");
  if (!overwrite) return is("refused", "The key is there with another value, and nothing says to overwrite it.");
  return is(
    "update",
    known.leased ? "A living owner may put its own value again." : "It has no lease: it stays as the file has it.",
  );
}

const EMPTY: ImportedEntry = {
  index: 0,
  key: null,
  service: "",
  change: "refused",
  outcome: "refused",
  words: "",
  before: null,
  after: null,
  leased: false,
  revision: null,
  auditId: null,
};

/** Says the same of the instance, whatever the order of its members. */
function isSame(before: KeyValue, { instance }: Encoded, { layouts }: World): boolean {
  const group = layouts.groupOf(before.key);
  const [found] = group ? layouts.decode(group.id, [before]).instances : [];
  return found !== undefined && isDeepStrictEqual(contents(found), contents(instance));
}

function contents({ service, instance, datacenter, namespace, endpoints, metadata, weight }: Instance) {
  return { service, instance, datacenter, namespace, endpoints, metadata: { ...metadata }, weight };
}

async function write(
  { entry, encoded, before }: Planned,
  reason: string | undefined,
  actor: Actor,
  actions: Actions,
): Promise<ImportedEntry> {
  if (!encoded || (entry.change !== "create" && entry.change !== "update")) return entry;
  try {
    const { revision, auditId } = await actions.perform(importOne, { encoded, before, reason }, actor);
    return { ...entry, outcome: "written", words: "Written.", revision, auditId };
  } catch (error) {
    return { ...entry, ...failure(error) };
  }
}

function failure(error: unknown): Pick<ImportedEntry, "outcome" | "words" | "auditId"> {
  if (error instanceof Problem) {
    const outcome = error.code === "conflict" ? "conflict" : error.code === "outcome-unknown" ? "unknown" : "failed";
    return { outcome, words: error.detail, auditId: error.extra.auditId ?? null };
  }
  if (error instanceof EtcdError) return { outcome: "failed", words: error.message, auditId: null };
  throw error;
}

/** In order, a few at a time. */
async function inTurns<T, R>(all: readonly T[], run: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE)
    results.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map((one, offset) => run(one, at + offset)))));
  return results;
}
