import type { KeyValue } from "@/lib/etcd/port";
import type { Instance, Key, UnrecognizedKey } from "@/lib/registry/types";

/**
 * A layout is data: ordered key rules, each a template, a role and a codec, plus what may be written.
 * The grammar of templates and codecs stands in docs/layouts.md; lib/layouts/template.ts and codec.ts run it.
 */
export interface Layout {
  id: string;
  title: string;
  /** Where the convention is documented, or who writes it. */
  docs?: string;
  /** The prefix it lives under by convention; null: only where the configuration names one. */
  defaultPrefix: string | null;
  /** First match wins: specific before general. */
  rules: KeyRule[];
  write: WriteRule;
}

export type Role =
  | "instance"
  | "service"
  | "node"
  | "liveness"
  | "leader"
  | "consumer"
  | "marker"
  | "config"
  | "ignore";

export interface KeyRule {
  /** Template of the whole key; `{prefix}` stands for the watched prefix. */
  key: string;
  role: Role;
  value: Codec;
  /** What a key of this form says by its form alone; the value may say otherwise. */
  fields?: Record<Field, string>;
}

export type Codec =
  | { kind: "none" }
  | { kind: "text"; as: Field }
  | { kind: "address" }
  | { kind: "url" }
  | {
      kind: "json";
      /** Paths that must hold something; `a|b` where one of them will do. */
      require?: string[];
      map: ValueMap;
      /** Objects merged into the metadata (a string that holds JSON is read), `name=path` for one entry, `*` for every member not used otherwise. */
      metadata?: string[];
      /** What a written value starts from: constants and the order of the members. */
      base?: Record<string, unknown>;
    };

/**
 * A field of an instance: `service`, `instance`, `datacenter`, `namespace`, `address`, `host`, `port`, `protocol`,
 * `weight`, `registeredAt`, `metadata.name` for one entry, or `_name` for scratch.
 */
export type Field = string;
/** Field → where its value stands. */
export type ValueMap = Record<Field, ValueSource>;
/** `a>b>0` a path; an array: the first that is not empty; `$capture`; a constant; a path with an enumeration. */
export type ValueSource =
  | string
  | string[]
  | { constant: string }
  | { path: string; enumeration: Record<string, string> };

export interface WriteRule {
  put: "none" | "fields" | "full";
  delete: "ok" | "futile" | "danger" | "never";
  /** What an operator should know before writing. */
  note?: string;
  /** How an instance is named when nobody names it: `host:port`, `scheme://host:port`, or `host:service:port`. */
  instance?: "address" | "url" | "container";
}

/** What a person or a program gives to have a registration written. */
export interface RegistrationInput {
  service: string;
  instance?: string;
  host: string;
  port: number;
  datacenter?: string;
  protocol?: string;
  metadata?: Record<string, string>;
}

/** Where a watched key belongs. */
export interface KeyGroup {
  /** Keys of one group are decoded together. Equal to the key where one key is one instance. */
  id: string;
  /** False: the reducer must keep the raw keys of this group, because decoding one needs the others. */
  single: boolean;
}

export interface Decoded {
  instances: Instance[];
  unrecognized: UnrecognizedKey[];
}

/** The configured layouts over the watched prefixes. Pure. */
export interface LayoutSet {
  /** In configuration order; never overlapping in what they claim: the longest prefix wins. */
  readonly prefixes: readonly WatchedPrefix[];
  /** Null where the key is under no watched prefix. */
  groupOf(key: Key): KeyGroup | null;
  /** Never throws: what cannot be read becomes an UnrecognizedKey. `keyValues` are all present keys of one group. */
  decode(group: string, keyValues: readonly KeyValue[]): Decoded;
}

export interface WatchedPrefix {
  prefix: string;
  layouts: readonly Layout[];
}
