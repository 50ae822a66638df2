import { withinBounds } from "@/lib/query/bounds";
import { compile } from "@/lib/query/compile";
import { instanceLanguage } from "@/lib/query/languages/instances";
import { serviceLanguage } from "@/lib/query/languages/services";
import { parseWords } from "@/lib/query/parse";
import { type InstanceRow, rowOfService, rowOfTombstone, type ServiceSummary } from "@/lib/registry/select";
import type { UnrecognizedKey } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";

export interface Found {
  services: readonly ServiceSummary[];
  instances: readonly InstanceRow[];
  unrecognized: readonly UnrecognizedKey[];
}

const EACH = 6;

/** The first few of everything that holds all the words: services by name, instances by key, lease, address or metadata. */
export function find(q: string, services: readonly ServiceSummary[], view: View | null): Found {
  if (q.trim() === "") return { services: services.slice(0, EACH), instances: [], unrecognized: [] };
  const asked = withinBounds(parseWords(q));
  const words = asked.parts.map((part) => (part.kind === "word" ? part.text.toLowerCase() : ""));
  const isKey = (key: UnrecognizedKey) => words.every((word) => key.key.toLowerCase().includes(word));
  return {
    services: first(services, compile(asked, serviceLanguage).matches),
    instances: first(inOrder(services), compile(asked, instanceLanguage).matches),
    unrecognized: view ? first(view.unrecognized.values(), isKey) : [],
  };
}

/** Present ones first, by service and key. */
function* inOrder(services: readonly ServiceSummary[]): Generator<InstanceRow> {
  for (const service of services) for (const instance of service.instances) yield rowOfService(service, instance);
  for (const { tombstones } of services) for (const tombstone of tombstones) yield rowOfTombstone(tombstone);
}

function first<T>(all: Iterable<T>, matches: (one: T) => boolean): T[] {
  const found: T[] = [];
  for (const one of all) {
    if (!matches(one)) continue;
    found.push(one);
    if (found.length === EACH) break;
  }
  return found;
}
