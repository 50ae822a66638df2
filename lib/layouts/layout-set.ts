import type { KeyValue } from "@/lib/etcd/port";
import type { Instance, UnrecognizedKey } from "@/lib/registry/types";
import { knownKey, tooLongKey, tooLongName, withinBudget } from "./bounds";
import { type CompiledRule, compilePrefix } from "./compile";
import type { DecodeFailure } from "./decoding";
import { Fields, toInstance } from "./fields";
import { RawValue } from "./raw-value";
import { createRedactor, type Redactor } from "./redact";
import { hideUrlUsers } from "./secret-text";
import type { Captures, Template } from "./template";
import type { LayoutSet, WatchedPrefix } from "./types";

/** Rollcall's own records are never registrations, whatever is watched above them. */
export const OWN_PREFIX = "/rollcall/";

interface CompiledPrefix {
  prefix: string;
  rules: CompiledRule[];
}

type KeyReading =
  | { kind: "instance"; instance: Instance }
  | { kind: "other" }
  | { kind: "unrecognized"; key: UnrecognizedKey };

/**
 * Every template is compiled here, once. A key belongs to the longest prefix it starts with; there the first rule whose
 * template and codec both succeed reads it, in the order of the layouts.
 */
export function createLayoutSet(watched: readonly WatchedPrefix[], options: { redact?: RegExp } = {}): LayoutSet {
  const redactor = createRedactor(options.redact);
  const longestFirst: CompiledPrefix[] = watched
    .map((entry) => ({ prefix: entry.prefix, rules: compilePrefix(entry) }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const prefixOf = (key: string): CompiledPrefix | undefined => {
    for (const compiled of longestFirst) {
      if (key.startsWith(compiled.prefix)) return key.startsWith(OWN_PREFIX) ? undefined : compiled;
    }
    return undefined;
  };

  return {
    prefixes: watched,
    groupOf: (key) => (prefixOf(key) === undefined ? null : { id: knownKey(key), single: true }),
    decode(_group, keyValues) {
      const instances: Instance[] = [];
      const unrecognized: UnrecognizedKey[] = [];
      for (const keyValue of keyValues) {
        const compiled = prefixOf(keyValue.key);
        if (compiled === undefined) continue;
        const reading = readKey(compiled, keyValue, redactor);
        if (reading.kind === "instance") instances.push(reading.instance);
        else if (reading.kind === "unrecognized") unrecognized.push(reading.key);
      }
      return { instances, unrecognized };
    },
  };
}

function readKey({ prefix, rules }: CompiledPrefix, keyValue: KeyValue, redactor: Redactor): KeyReading {
  const about = {
    key: knownKey(keyValue.key),
    modRevision: keyValue.modRevision,
    leaseId: keyValue.leaseId,
    valueBytes: keyValue.value.length,
  };
  const tooLong = tooLongKey(keyValue.key);
  if (tooLong !== null) return { kind: "unrecognized", key: { ...about, reason: "name-too-long", detail: tooLong } };
  const raw = new RawValue(keyValue.value, redactor);
  let best: { rule: CompiledRule; failure: DecodeFailure } | null = null;
  let template: Template | null = null;
  let captures: Captures | null = null;
  for (const rule of rules) {
    if (rule.template !== template) captures = rule.template.decode(keyValue.key);
    template = rule.template;
    if (captures === null) continue;
    const fields = new Fields(captures, rule.fields);
    const decoding = rule.read(raw, captures, fields);
    if (!decoding.ok) {
      if (best === null || explainsMore(decoding, rule, best)) best = { rule, failure: decoding };
      continue;
    }
    if (rule.role !== "instance") return { kind: "other" };
    const instance = withShownNames(toInstance(rule.layout.id, keyValue, fields));
    const name = tooLongName(instance);
    if (name === null) return { kind: "instance", instance: withinBudget(instance, keyValue.value.length) };
    const layout = rule.layout.id;
    return { kind: "unrecognized", key: { ...about, reason: "name-too-long", detail: name, layout } };
  }
  if (best !== null) {
    const { reason, detail } = best.failure;
    const shown = redactor.text(detail());
    return { kind: "unrecognized", key: { ...about, reason, detail: shown, layout: best.rule.layout.id } };
  }
  const forms = [...new Set(rules.map((rule) => rule.template.text))].join(" or ");
  const detail = `Keys under ${prefix} have the form ${forms}.`;
  return { kind: "unrecognized", key: { ...about, reason: "key-not-matched", detail } };
}

/** Names come from the key, where a URL may hold a password. The key itself stays: it is what the instance is asked by. */
function withShownNames(instance: Instance): Instance {
  const { service, instance: name } = instance;
  const shown = { service: hideUrlUsers(service), instance: hideUrlUsers(name) };
  return shown.service === service && shown.instance === name ? instance : { ...instance, ...shown };
}

/** The codec that got further; between equals, the template that says more about the key. */
function explainsMore(
  failure: DecodeFailure,
  rule: CompiledRule,
  best: { rule: CompiledRule; failure: DecodeFailure },
): boolean {
  if (failure.progress !== best.failure.progress) return failure.progress > best.failure.progress;
  return rule.template.specificity > best.rule.template.specificity;
}
