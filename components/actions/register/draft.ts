import type { LayoutsAnswer } from "@/lib/api/layouts";
import type { RegisterStart } from "../actions-context";

export type Layout = LayoutsAnswer["layouts"][number];

/** Who keeps the lease alive; `static` is a key without one. */
export type Keeper = "console" | "nobody" | "static";

/** The form as it is typed: texts, whatever they will turn out to mean. */
export interface Draft {
  layout: string;
  prefix: string;
  service: string;
  instance: string;
  host: string;
  port: string;
  datacenter: string;
  protocol: string;
  metadata: readonly { name: string; value: string }[];
  keeper: Keeper;
  ttlSeconds: string;
}

/** Layouts in use that say how an instance is written. */
export function writableLayouts(layouts: readonly Layout[]): Layout[] {
  return layouts.filter(({ prefixes, write }) => prefixes.length > 0 && write.put !== "none");
}

export function firstDraft(layouts: readonly Layout[], start: RegisterStart): Draft {
  const writable = writableLayouts(layouts);
  const layout = writable.find(({ id }) => id === start.layout) ?? writable[0];
  return {
    layout: layout?.id ?? "",
    prefix: layout?.prefixes[0] ?? "",
    service: start.service ?? "",
    instance: "",
    host: "",
    port: "",
    datacenter: start.datacenter ?? "",
    protocol: "",
    metadata: [],
    keeper: "console",
    ttlSeconds: "15",
  };
}

/** The same form under another layout: its first prefix, everything else as typed. */
export function withLayout(draft: Draft, layout: Layout): Draft {
  return { ...draft, layout: layout.id, prefix: layout.prefixes[0] ?? "" };
}

/** Whether the key of a layout has a place for the field. */
export function hasPlace(layout: Layout | undefined, field: string): boolean {
  return layout?.rules.some(({ role, key }) => role === "instance" && key.includes(`{${field}`)) ?? false;
}

/** What is sent; null while a field is empty that no layout can do without. */
export function bodyOf(draft: Draft, layout: Layout | undefined): Record<string, unknown> | null {
  if (!layout || draft.service === "" || draft.host === "" || draft.port === "") return null;
  const datacenter = hasPlace(layout, "datacenter") || draft.datacenter !== "" ? draft.datacenter : "";
  if (hasPlace(layout, "datacenter") && datacenter === "") return null;
  const metadata = draft.metadata.filter(({ name }) => name !== "");
  return {
    layout: layout.id,
    prefix: draft.prefix,
    service: draft.service,
    host: draft.host,
    port: numberOf(draft.port),
    ...(draft.instance !== "" && { instance: draft.instance }),
    ...(datacenter !== "" && { datacenter }),
    ...(draft.protocol !== "" && { protocol: draft.protocol }),
    ...(metadata.length > 0 && { metadata: Object.fromEntries(metadata.map(({ name, value }) => [name, value])) }),
    hold: draft.keeper === "console" ? "console" : "none",
    ttlSeconds: draft.keeper === "static" ? null : numberOf(draft.ttlSeconds),
  };
}

/** What is no number goes as it was typed: the server says what is wrong with it. */
function numberOf(text: string): number | string {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : text;
}
