import type { GuardsAnswer, GuardsRequest } from "@/lib/api/guards";
import { includesRole } from "@/lib/auth/roles";
import { type GuardFacts, holding, judge, type ServiceFacts } from "@/lib/guards/judge";
import type { GuardVerdict } from "@/lib/guards/rules";
import type { Key } from "@/lib/registry/types";
import type { Actor, World } from "./action";
import { instancesUnder, keyOf, lossOf, standingIn } from "./loss";

/**
 * What guards would say of many keys that are sent one after another: each is judged as if those before it that pass
 * were gone already. Reads the view only; the reason is asked for later.
 */
export function previewGuards(input: GuardsRequest, actor: Actor, world: World): GuardsAnswer {
  const { action, override = [] } = input;
  const keys = [...new Set(input.keys)];
  const all = lossOf(keys, world);
  const kept = new Map(all.services.map((facts) => [facts.name, { facts, standing: standingKeys(facts.name, world) }]));
  const evictedAt = action === "evict" ? world.pace.evictedAt() : null;
  const now = world.clock.now();
  const deletesOf = deletes(action, world);
  const judged = (services: readonly ServiceFacts[], of: readonly Key[]): GuardVerdict[] =>
    judge(world.policy, {
      reason: "asked for later",
      deletes: deletesOf(of),
      services,
      rate: evictedAt && { evictedAt, more: of.length, now },
    }).filter(({ rule }) => rule !== "reason");
  const guards = judged(all.services, keys);
  const passes: Key[] = [];
  const refused: GuardsAnswer["refused"] = [];
  for (const key of keys) {
    const [instance] = instancesUnder([key], world);
    const service = instance && kept.get(instance.service);
    const held = holding(judged(service ? [factsWithout(service, key)] : [], [key]), override, mayOverride(actor));
    if (held.length > 0) {
      refused.push({ key, rules: held.map(({ rule }) => rule) });
      continue;
    }
    passes.push(key);
    service?.standing.delete(key);
    evictedAt?.push(now);
  }
  return {
    revision: world.registry.view()?.revision ?? "0",
    passes,
    refused,
    guards,
    services: [...kept.values()].map(({ facts, standing }) => ({
      service: facts.name,
      inService: facts.inService,
      after: standing.size,
      afterAll: facts.after,
      minimum: facts.minimum,
    })),
  };
}

function mayOverride({ role }: Actor): boolean {
  return includesRole(role, "admin");
}

function standingKeys(service: string, world: World): Set<Key> {
  return new Set(standingIn(service, world).map(keyOf));
}

/** Whoever passed before is gone, and counts as evicted lately: the share is taken of as many as before. */
function factsWithout({ facts, standing }: { facts: ServiceFacts; standing: ReadonlySet<Key> }, key: Key) {
  return { ...facts, inService: standing.size, after: standing.size - (standing.has(key) ? 1 : 0) };
}

/** What layouts say of deleting keys, which is asked once a layout. */
function deletes(action: GuardsRequest["action"], world: World): (keys: readonly Key[]) => GuardFacts["deletes"] {
  if (action !== "evict") return () => [];
  const byLayout = new Map<string, GuardFacts["deletes"]>();
  return (keys) => {
    const rules = new Map<string, GuardFacts["deletes"]>();
    for (const key of keys) {
      const [instance] = instancesUnder([key], world);
      if (!instance) continue;
      const known = byLayout.get(instance.layout) ?? lossOf([key], world).deletes;
      byLayout.set(instance.layout, known);
      rules.set(instance.layout, known);
    }
    return [...rules.values()].flat();
  };
}
