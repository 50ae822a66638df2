import { compareRevisions } from "@/lib/registry/revision";
import type { View } from "@/lib/registry/view";

/** A key that was taken out here, and where etcd says that it went. */
export interface Taken {
  id: string;
  /** Of the delete. */
  revision: string;
}

/** What the watch says became of it. Nothing is claimed that it has not brought. */
export type AfterEviction =
  /** etcd has answered; the watch has not brought it yet. */
  | { state: "answered" }
  | { state: "gone" }
  /** Somebody registered under the same key again, at this revision. */
  | { state: "back"; revision: string };

export function afterEviction(view: View | null, { id, revision }: Taken): AfterEviction {
  if (!view || compareRevisions(view.revision, revision) < 0) return { state: "answered" };
  const instance = view.instances.get(id);
  if (!instance || compareRevisions(instance.createRevision, revision) <= 0) return { state: "gone" };
  return { state: "back", revision: instance.createRevision };
}

export function sameAfter(a: AfterEviction, b: AfterEviction): boolean {
  return a.state === b.state && (a.state !== "back" || b.state !== "back" || a.revision === b.revision);
}
