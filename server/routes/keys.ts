import { type KeyAnswer, keyAnswerSchema, keysQuerySchema } from "@/lib/api/keys";
import { Problem } from "@/lib/errors";
import type { KeyValue } from "@/lib/etcd/port";
import { redactRawValue } from "@/lib/layouts/redact";
import type { ApiContext } from "./context";
import { type Nothing, route } from "./route";

/** Of a larger value only so much is shown. */
const SHOWN_BYTES = 256 * 1024;

export const keysRoute = route<ApiContext, Nothing, typeof keysQuerySchema>({
  method: "GET",
  path: "/keys",
  id: "getKey",
  summary: "One key as etcd has it now: its value, its revisions, its lease and what else hangs on that",
  role: "viewer",
  query: keysQuerySchema,
  answer: { status: 200, description: "The key.", schema: keyAnswerSchema },
  problems: ["not-found", "etcd-unavailable", "etcd-timeout", "etcd-denied"],
  async handle({ query: { key } }, context) {
    const group = context.layouts.groupOf(key);
    // Whoever may see registrations may not therefore see everything that etcd holds.
    if (!group) throw new Problem("not-found", "The key is under none of the watched prefixes.");
    const answer = await context.etcd().range({ range: { key } });
    const found = answer.keyValues[0];
    if (!found) throw new Problem("not-found", "etcd has no such key now.");
    const body: KeyAnswer = {
      revision: answer.header.revision,
      key: found.key,
      value: shownValue(found.value, context.secretPattern),
      createRevision: found.createRevision,
      modRevision: found.modRevision,
      version: found.version,
      layout: layoutOf(group.id, found, context),
      lease: found.leaseId === null ? null : await leaseOf(found.leaseId, context),
    };
    return { kind: "json", body };
  },
});

function shownValue(value: Uint8Array, secretPattern: RegExp | undefined): KeyAnswer["value"] {
  const { bytes, redacted } = redactRawValue(value, secretPattern);
  const shown = bytes.subarray(0, SHOWN_BYTES);
  return {
    text: textOf(bytes, shown),
    base64: redacted ? null : Buffer.from(shown).toString("base64"),
    bytes: value.length,
    truncated: shown.length < bytes.length,
    redacted,
  };
}

function textOf(whole: Uint8Array, shown: Uint8Array): string | null {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(whole);
  } catch {
    return null;
  }
  // The cut may go through a character; `stream` leaves an incomplete one out.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(shown, { stream: true });
}

function layoutOf(group: string, found: KeyValue, { layouts, registry }: ApiContext): string | null {
  const live = registry.view()?.instances.get(found.key);
  if (live) return live.layout;
  return layouts.decode(group, [found]).instances[0]?.layout ?? null;
}

async function leaseOf(id: string, { etcd, layouts }: ApiContext): Promise<KeyAnswer["lease"]> {
  const lease = await etcd().timeToLive(id, { keys: true });
  const watched = lease.keys.filter((key) => layouts.groupOf(key) !== null);
  return {
    id,
    grantedTtl: lease.grantedSeconds,
    remainingTtl: lease.remainingSeconds,
    keys: watched,
    otherKeys: lease.keys.length - watched.length,
  };
}
