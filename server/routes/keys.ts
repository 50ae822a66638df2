import { isUtf8 } from "node:buffer";
import { type KeyAnswer, keyAnswerSchema, keysQuerySchema } from "@/lib/api/keys";
import { includesRole } from "@/lib/auth/roles";
import { Problem } from "@/lib/errors";
import type { KeyValue } from "@/lib/etcd/port";
import { knownKey } from "@/lib/layouts/bounds";
import { leaseKeysOf } from "@/server/actions/lease-keys";
import type { ApiContext } from "./context";
import { type Nothing, route } from "./route";
import { shownValue, wholeValue } from "./shown-value";

/** Of a lease: who looks at one key is not helped by ten thousand others. */
const MOST_KEYS = 1_000;

export const keysRoute = route<ApiContext, Nothing, typeof keysQuerySchema>({
  method: "GET",
  path: "/keys",
  id: "getKey",
  summary: "One key as etcd has it now: its value, its revisions, its lease and what else hangs on that",
  role: "viewer",
  query: keysQuerySchema,
  answer: { status: 200, description: "The key.", schema: keyAnswerSchema },
  problems: ["forbidden", "not-found", "etcd-unavailable"],
  async handle({ query: { key, raw }, actor }, context) {
    if (raw !== undefined && !includesRole(actor.role, "admin"))
      throw new Problem("forbidden", "Only an admin may read bytes in which nothing can be redacted.");
    const group = context.layouts.groupOf(key);
    // Whoever may see registrations may not therefore see everything that etcd holds.
    if (!group) throw new Problem("not-found", "The key is under none of the watched prefixes.");
    const answer = await context.etcd().range({ range: { key } });
    const found = answer.keyValues[0];
    if (!found) throw new Problem("not-found", "etcd has no such key now.");
    const body: KeyAnswer = {
      revision: answer.header.revision,
      key: found.key,
      value:
        raw !== undefined && !isUtf8(found.value)
          ? wholeValue(found.value)
          : shownValue(found.value, context.secretPattern),
      createRevision: found.createRevision,
      modRevision: found.modRevision,
      version: found.version,
      layout: layoutOf(group.id, found, context),
      lease: found.leaseId === null ? null : await leaseOf(found.leaseId, context),
    };
    return { kind: "json", body };
  },
});

function layoutOf(group: string, found: KeyValue, { layouts, registry }: ApiContext): string | null {
  const live = registry.view()?.instances.get(found.key);
  if (live) return live.layout;
  return layouts.decode(group, [found]).instances[0]?.layout ?? null;
}

async function leaseOf(id: string, { etcd, layouts }: ApiContext): Promise<KeyAnswer["lease"]> {
  const lease = await etcd().timeToLive(id, { keys: true });
  const { watched: all, others } = leaseKeysOf(lease.keys, layouts);
  const watched = all.slice(0, MOST_KEYS).map(knownKey);
  return {
    id,
    grantedTtl: lease.grantedSeconds,
    remainingTtl: lease.remainingSeconds,
    keys: watched,
    moreKeys: all.length - watched.length,
    otherKeys: others,
  };
}
