import { compileCodec, type ReadValue } from "./codec";
import { compileTemplate, type Template } from "./template";
import type { Codec, Layout, Role, WatchedPrefix } from "./types";

/** One rule of one layout under one prefix, ready to run. */
export interface CompiledRule {
  layout: Layout;
  role: Role;
  template: Template;
  codec: Codec;
  read: ReadValue;
  /** What the key's form says: rule fields, before captures and value. */
  fields: ReadonlyMap<string, string>;
}

export function compileLayout(layout: Layout, prefix: string): CompiledRule[] {
  // Rules that differ in their codec only share the template: the key is then matched once.
  const templates = new Map<string, Template>();
  return layout.rules.map((rule) => {
    const template = templates.get(rule.key) ?? compileTemplate(rule.key, prefix);
    templates.set(rule.key, template);
    const fields = new Map(Object.entries(rule.fields ?? {}));
    return { layout, role: rule.role, template, codec: rule.value, read: compileCodec(rule.value), fields };
  });
}

export function compilePrefix(watched: WatchedPrefix): CompiledRule[] {
  return watched.layouts.flatMap((layout) => compileLayout(layout, watched.prefix));
}
