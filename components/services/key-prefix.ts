import type { ServiceSummary } from "@/lib/registry/select";

const prefixes = new WeakMap<ServiceSummary, string>();

/**
 * What all keys of the service begin with: up to its name where they hold it (`/services/orders/`, `heartbeat|orders|`),
 * otherwise up to the last separator. Empty where they have nothing in common.
 */
export function keyPrefixOf(service: ServiceSummary): string {
  let prefix = prefixes.get(service);
  if (prefix === undefined) {
    const { instances, tombstones } = service;
    // Both lists are sorted: what their ends have in common, all have.
    const ends = [instances[0], instances.at(-1), tombstones[0]?.instance, tombstones.at(-1)?.instance];
    const keys = ends.flatMap((instance) => instance?.keys[0] ?? []).sort();
    prefix = commonPrefix(keys[0] ?? "", keys.at(-1) ?? "", service.name);
    prefixes.set(service, prefix);
  }
  return prefix;
}

const isSeparator = (character: string | undefined) => character === "/" || character === "|";

export function commonPrefix(first: string, last: string, name: string): string {
  let end = 0;
  while (end < first.length && first[end] === last[end]) end++;
  const shared = first.slice(0, end);
  return upToName(shared, name) ?? shared.slice(0, Math.max(shared.lastIndexOf("/"), shared.lastIndexOf("|")) + 1);
}

/** Up to and with the separator after the name; at the very start only where it stands nowhere else. */
function upToName(shared: string, name: string): string | null {
  if (name === "") return null;
  let found: string | null = null;
  for (let at = shared.indexOf(name); at >= 0; at = shared.indexOf(name, at + 1)) {
    const after = at + name.length;
    if (!isSeparator(shared[after]) || (at > 0 && !isSeparator(shared[at - 1]))) continue;
    found = shared.slice(0, after + 1);
    if (at > 1) break;
  }
  return found;
}
