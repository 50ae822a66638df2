import { Problem } from "@/lib/errors";
import type { KeyValue } from "@/lib/etcd/port";
import type { Key, Revision } from "@/lib/registry/types";
import { shownValue } from "@/server/routes/shown-value";
import type { World } from "./action";

/** A watched key as etcd has it now. Throws where it is not ours to touch, is gone, or is another than was seen. */
export async function readSeen(key: Key, seen: Revision, world: World): Promise<KeyValue> {
  const found = await readWatched(key, world);
  if (found?.modRevision !== seen) throw changed(found ?? null, world);
  return found;
}

/** Null where the key is absent. */
export async function readWatched(key: Key, world: World): Promise<KeyValue | null> {
  mustBeWatched(key, world);
  return (await world.etcd().range({ range: { key } })).keyValues[0] ?? null;
}

export function mustBeWatched(key: Key, { layouts }: Pick<World, "layouts">): void {
  if (layouts.groupOf(key) !== null) return;
  const message = "is under none of the watched prefixes: Rollcall touches nothing outside of them";
  throw new Problem("invalid-request", `The key ${message}.`, { fields: [{ field: "/key", message }] });
}

/** The 409 that shows what is there now. */
export function changed(found: KeyValue | null, world: World): Problem {
  const detail = found
    ? `The key was written again since you looked: its mod revision is ${found.modRevision} now. Look at it again.`
    : "The key is gone: somebody else removed it, or its lease ran out.";
  return new Problem("conflict", detail, { current: found && currentOf(found, world) });
}

export function currentOf(found: KeyValue, { secretPattern }: Pick<World, "secretPattern">) {
  const { key, createRevision, modRevision, version, leaseId } = found;
  return { key, value: shownValue(found.value, secretPattern), createRevision, modRevision, version, leaseId };
}
