import type { InstanceRow, ServiceSummary } from "./select";
import type { AdminState, Instance, Liveness } from "./types";

/** Shared by the API and the screen. What is absent or empty does not filter. */
export interface InstanceFilter {
  /** Any of these, by their full name. */
  service?: readonly string[] | undefined;
  /** Any of these. */
  liveness?: readonly Liveness[] | undefined;
  /** Any of these. */
  adminState?: readonly AdminState[] | undefined;
  /** Any of these. */
  datacenter?: readonly string[] | undefined;
  /** Any of these. */
  namespace?: readonly string[] | undefined;
  /** Any of these. */
  layout?: readonly string[] | undefined;
  /** The instance's id or any of its keys. */
  key?: string | undefined;
  /** Words, each of which must occur somewhere in the instance, whatever the case. */
  q?: string | undefined;
}

export interface ServiceFilter {
  /** Services with at least one instance in any of these states. */
  liveness?: readonly Liveness[] | undefined;
  /** Services with at least one instance in any of these states. */
  adminState?: readonly AdminState[] | undefined;
  datacenter?: readonly string[] | undefined;
  /** Words, each of which must occur in the name, a datacenter, a namespace or a layout. */
  q?: string | undefined;
}

/** The test for a filter, made once: the words are split only here. */
export function instanceMatcher(filter: InstanceFilter): (row: InstanceRow) => boolean {
  const words = wordsOf(filter.q);
  const liveness = setOf(filter.liveness);
  const datacenter = setOf(filter.datacenter);
  const service = setOf(filter.service);
  const namespace = setOf(filter.namespace);
  const layout = setOf(filter.layout);
  const adminState = setOf(filter.adminState);
  const { key } = filter;
  return ({ instance, liveness: is, adminState: admin }) => {
    if (service && !service.has(instance.service)) return false;
    if (liveness && !liveness.has(is)) return false;
    if (adminState && !adminState.has(admin)) return false;
    if (datacenter && !datacenter.has(instance.datacenter ?? "")) return false;
    if (namespace && !namespace.has(instance.namespace ?? "")) return false;
    if (layout && !layout.has(instance.layout)) return false;
    if (key !== undefined && instance.id !== key && !instance.keys.includes(key)) return false;
    return words.length === 0 || hasWords(textOf(instance), words);
  };
}

export function serviceMatcher(filter: ServiceFilter): (summary: ServiceSummary) => boolean {
  const words = wordsOf(filter.q);
  const datacenter = setOf(filter.datacenter);
  const liveness = filter.liveness ?? [];
  const adminState = setOf(filter.adminState);
  return (summary) => {
    if (liveness.length > 0 && !liveness.some((is) => summary.counts[is] > 0)) return false;
    if (adminState && !isAnyOf(summary, adminState)) return false;
    if (datacenter && !summary.datacenters.some((name) => datacenter.has(name))) return false;
    if (words.length === 0) return true;
    const places = [summary.name, ...summary.datacenters, ...summary.namespaces, ...summary.layouts];
    return hasWords(places.join("\n").toLowerCase(), words);
  };
}

function isAnyOf({ draining, total }: ServiceSummary, states: ReadonlySet<AdminState>): boolean {
  return (states.has("draining") && draining > 0) || (states.has("in-service") && total > draining);
}

/** What a search looks through; kept per instance, because an unchanged instance stays the same object. */
const texts = new WeakMap<Instance, string>();

function textOf(instance: Instance): string {
  let text = texts.get(instance);
  if (text === undefined) {
    const endpoints = instance.endpoints.map(({ protocol, host, port }) => `${protocol ?? ""}://${host}:${port}`);
    const metadata = Object.entries(instance.metadata).map(([name, value]) => `${name}=${value}`);
    const facts = [instance.service, instance.instance, instance.datacenter, instance.namespace, instance.leaseId];
    text = [instance.id, ...instance.keys, ...facts, ...endpoints, ...metadata].join("\n").toLowerCase();
    texts.set(instance, text);
  }
  return text;
}

function wordsOf(q: string | undefined): string[] {
  return (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
}

function hasWords(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function setOf<T>(values: readonly T[] | undefined): ReadonlySet<T> | null {
  return values && values.length > 0 ? new Set(values) : null;
}
