import type { Compare } from "@/lib/etcd/port";
import type { GuardFacts, ServiceFacts } from "@/lib/guards/judge";
import { needed } from "@/lib/guards/judge";
import { knownKey } from "@/lib/layouts/bounds";
import { drainKeyOf } from "@/lib/registry/marks";
import { livenessIn, type ServiceSummary } from "@/lib/registry/select";
import { findService } from "@/lib/registry/summaries";
import type { Instance, Key } from "@/lib/registry/types";
import type { World } from "./action";

/** What services lose when keys go or are drained. */
export interface Loss {
  services: ServiceFacts[];
  deletes: GuardFacts["deletes"];
}

type Known = Pick<World, "registry" | "services" | "layouts">;

/** By the view: what stands in service there now, and what would without these keys. */
export function lossOf(keys: readonly Key[], world: Known): Loss {
  const gone = new Set(keys);
  const instances = instancesUnder(keys, world);
  const names = [...new Set(instances.map(({ service }) => service))].sort();
  const services = names.flatMap((name) => {
    const summary = summaryOf(name, world);
    return summary ? [factsOf(summary, gone)] : [];
  });
  const layouts = new Map(world.layouts.prefixes.flatMap((one) => one.layouts).map((layout) => [layout.id, layout]));
  const deletes = [...new Set(instances.map(({ layout }) => layout))].flatMap((id) => {
    const layout = layouts.get(id);
    if (!layout) return [];
    const { delete: rule, note } = layout.write;
    return [{ layout: layout.title, rule, ...(note === undefined ? {} : { note }) }];
  });
  return { services, deletes };
}

/** Whoever takes something from the same service waits for its turn, so that each counts what really stays. */
export function queueOf(key: Key, world: Pick<World, "registry">): string {
  const [instance] = instancesUnder([key], world);
  return instance ? `service ${instance.service}` : key;
}

export function instancesUnder(keys: readonly Key[], { registry }: Pick<World, "registry">): Instance[] {
  const view = registry.view();
  return keys.flatMap((key) => view?.instances.get(key) ?? []);
}

export function summaryOf(service: string, { registry, services }: Pick<World, "registry" | "services">) {
  const view = registry.view();
  return view ? (findService(services.of(view), service) ?? null) : null;
}

/** More compares would not fit into one transaction. */
const MOST_HELD = 55;

/**
 * Compares that hold when the loss happens: so many others of the service are still registered and not drained. Two
 * who take the last but one instance at the same moment cannot both succeed, whichever console they sit at.
 */
export function keepsEnough(loss: ServiceFacts, gone: readonly Key[], world: World): Compare[] {
  if (loss.after >= loss.inService) return [];
  const summary = summaryOf(loss.name, world);
  if (!summary) return [];
  const staying = inService(summary).filter((instance) => !gone.includes(keyOf(instance)));
  return staying.slice(0, Math.min(needed(world.policy, loss), MOST_HELD)).flatMap((instance): Compare[] => [
    { key: keyOf(instance), target: "version", operator: ">", value: "0" },
    { key: drainKeyOf(keyOf(instance)), target: "mod", operator: "=", value: unbelieved(keyOf(instance), world) },
  ]);
}

/** The mod revision of a mark that does not count, because it is not signed; 0: there is no mark. */
function unbelieved(key: Key, { registry }: Pick<World, "registry">): string {
  return registry.view()?.unrecognized.get(knownKey(drainKeyOf(key)))?.modRevision ?? "0";
}

function factsOf(summary: ServiceSummary, gone: ReadonlySet<Key>): ServiceFacts {
  const standing = inService(summary);
  const evicted = summary.tombstones.filter(({ cause }) => cause === "evicted").length;
  return {
    name: summary.name,
    inService: standing.length,
    after: standing.filter((instance) => !gone.has(keyOf(instance))).length,
    known: summary.total + evicted,
    minimum: summary.minimum,
  };
}

/** Instances of a service that are in service now. */
export function standingIn(service: string, world: Pick<World, "registry" | "services">): Instance[] {
  const summary = summaryOf(service, world);
  return summary ? inService(summary) : [];
}

function inService(summary: ServiceSummary): Instance[] {
  return summary.instances.filter(
    (instance) => !summary.drains.has(instance.id) && livenessIn(summary, instance) !== "overdue",
  );
}

export function keyOf({ keys, id }: Instance): Key {
  return keys[0] ?? id;
}
