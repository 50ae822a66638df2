import type { Instance, Revision, Seen } from "./types";

export type SeenAt = number | [number, number];

/**
 * The instance with when its revisions came. `isNew` says whether a revision came with the message of `at`; what is
 * not new keeps the time it was known with. An instance carries its times itself, so that they last as long as it does.
 */
export function withSeen(
  instance: Instance,
  known: Instance | undefined,
  at: SeenAt | null,
  isNew: (revision: Revision) => boolean,
): Instance {
  const { createRevision, modRevision } = instance;
  const timeOf = (revision: Revision, before: SeenAt | undefined, same: boolean) =>
    same ? before : at !== null && isNew(revision) ? at : undefined;
  const created = timeOf(createRevision, known?.seen?.created, known?.createRevision === createRevision);
  const changed =
    modRevision === createRevision
      ? undefined
      : timeOf(modRevision, known?.seen?.changed, known?.modRevision === modRevision);
  if (created === undefined && changed === undefined) return instance;
  const seen: Seen = { ...(created !== undefined && { created }), ...(changed !== undefined && { changed }) };
  return { ...instance, seen };
}

/** Since when it is registered, and how that is known. */
export function sinceOf({ seen, registeredAt }: Pick<Instance, "seen" | "registeredAt">): {
  at: SeenAt | null;
  source: "observed" | "stated" | "unknown";
} {
  if (seen?.created !== undefined) return { at: seen.created, source: "observed" };
  const stated = registeredAt === undefined ? Number.NaN : Date.parse(registeredAt);
  return Number.isNaN(stated) ? { at: null, source: "unknown" } : { at: stated, source: "stated" };
}

/** When it was written last; null where that was before the console watched. */
export function changedAtOf({ seen, createRevision, modRevision }: Instance): SeenAt | null {
  return (createRevision === modRevision ? seen?.created : seen?.changed) ?? null;
}
