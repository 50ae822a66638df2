import { existsSync, readFileSync } from "node:fs";
import { YamlMistake } from "@/lib/yaml/guard";
import { readYaml } from "@/lib/yaml/read";
import { nearest } from "./nearest";
import { findServiceLinks } from "./service-links";
import { OTHER_NAMES, SETTINGS, type SettingName } from "./settings";

/** A setting's text, and under which name it was found. */
export interface Given {
  text: string;
  from: string;
}

export interface Sources {
  given: Map<SettingName, Given>;
  mistakes: string[];
  /** What was passed over, in a sentence each. */
  notes: string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What stands in quotes may begin or end with a blank on purpose. */
const WHOLE: ReadonlySet<SettingName> = new Set(["username", "password", "webhookSecret"] as const);

const NAMES = Object.keys(SETTINGS) as SettingName[];

/** What the environment and rollcall.yaml give; the environment wins. An empty variable counts as not set. */
export function readSources(environment: Environment): Sources {
  const sources: Sources = { given: new Map(), mistakes: [], notes: [] };
  readFile(environment.ROLLCALL_CONFIG, sources);
  const links = findServiceLinks(environment, (name) => /^(?:ROLLCALL|ETCD)_/.test(name));
  if (links.services.length > 0)
    sources.notes.push(
      `The variables that Kubernetes sets for the Service${links.services.length > 1 ? "s" : ""} ${links.services.join(", ")} are no settings and are passed over.`,
    );
  for (const name of NAMES) {
    const { env } = SETTINGS[name];
    const text = links.has(env) ? undefined : environment[env]?.trim();
    if (text) sources.given.set(name, { text, from: env });
  }
  const known = [...NAMES.map((name) => SETTINGS[name].env), ...OTHER_NAMES];
  for (const name of Object.keys(environment).sort()) {
    if (name.startsWith("ROLLCALL_") && !known.includes(name) && !links.has(name))
      sources.mistakes.push(`${name} is not a setting${didYouMean(name, known)}`);
  }
  return sources;
}

function readFile(configured: string | undefined, sources: Sources): void {
  const path = configured || "rollcall.yaml";
  if (!existsSync(path)) {
    if (configured) sources.mistakes.push(`ROLLCALL_CONFIG names ${path}, which does not exist.`);
    return;
  }
  let document: unknown;
  try {
    // All of it as text, so that `password: 0012345` is the password that somebody wrote.
    document = readYaml(readFileSync(path, "utf8"), { isText: () => true }) ?? {};
  } catch (error) {
    const place = error instanceof YamlMistake ? ` (line ${error.line}, column ${error.column})` : "";
    const words = error instanceof YamlMistake ? error.words : error instanceof Error ? firstLine(error.message) : "?";
    sources.mistakes.push(`${path} cannot be read as YAML${place}: ${words}`);
    return;
  }
  const leaves = new Map<string, unknown>();
  if (isRecord(document)) collect(document, "", leaves);
  else sources.mistakes.push(`${path} must hold names and values, as in "port: 3000".`);
  const known = NAMES.map((name) => SETTINGS[name].yaml as string);
  for (const [key, value] of leaves) {
    const name = NAMES.find((one) => SETTINGS[one].yaml === key);
    if (name === undefined) {
      sources.mistakes.push(`${key} in ${path} is not a setting${didYouMean(key, known)}`);
      continue;
    }
    const text = WHOLE.has(name) && typeof value === "string" ? value : textOf(key, value);
    if (text === null)
      sources.mistakes.push(`${key} in ${path} must be a text, a number, true or false, or a list of those.`);
    else if (text !== "") sources.given.set(name, { text, from: `${key} in ${path}` });
  }
}

/** `etcd: {endpoints: …}` becomes `etcd.endpoints`; the prefixes are a map of their own and stay whole. */
function collect(record: Record<string, unknown>, path: string, leaves: Map<string, unknown>): void {
  for (const [name, value] of Object.entries(record)) {
    const key = path + name;
    if (isRecord(value) && key !== SETTINGS.prefixes.yaml) collect(value, `${key}.`, leaves);
    else leaves.set(key, value);
  }
}

/** A value in the environment's form. */
function textOf(key: string, value: unknown): string | null {
  if (value === null) return "";
  if (typeof value === "string") return value.trim();
  if (Array.isArray(value)) return value.every((one) => typeof one === "string") ? value.join(",") : null;
  if (key !== SETTINGS.prefixes.yaml || !isRecord(value)) return null;
  const entries = Object.entries(value).map(([prefix, layouts]) => {
    const names = textOf("", layouts);
    return names === null ? null : `"${prefix}"=${names}`;
  });
  return entries.includes(null) ? null : entries.join(";");
}

function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known) ?? nearest(name.replace(/^ROLLCALL_(?:ETCD_)?/, ""), known);
  return meant === null ? "." : `; did you mean ${meant}?`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
