import { compileTemplate, type Template } from "./template";
import type { Codec, KeyRule, Layout, Role, WatchedPrefix } from "./types";

/** One rule of one layout under one prefix, ready to run. */
export interface CompiledRule {
  layout: Layout;
  role: Role;
  template: Template;
  codec: Codec;
  /** What the key's form says: rule fields, before captures and value. */
  fields: readonly (readonly [string, string])[];
}

export function compileLayout(layout: Layout, prefix: string): CompiledRule[] {
  return layout.rules.map((rule: KeyRule) => ({
    layout,
    role: rule.role,
    template: compileTemplate(rule.key, prefix),
    codec: rule.value,
    fields: Object.entries(rule.fields ?? {}),
  }));
}

export function compilePrefix(watched: WatchedPrefix): CompiledRule[] {
  return watched.layouts.flatMap((layout) => compileLayout(layout, watched.prefix));
}
