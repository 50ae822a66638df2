"use client";
import { compareRevisions } from "@/lib/registry/revision";
import { useLive } from "../live/use-live";
import { revision as formatRevision } from "../ui/format";

/** The page shows a change when the watch has brought it, not before: this says which of the two it is. */
export function SeenAt({ revision }: { revision: string }) {
  const seen = useLive((state) => state.view !== null && compareRevisions(state.view.revision, revision) >= 0);
  return (
    <span data-seen={seen ? "" : undefined}>
      {seen ? "Seen at revision " : "Done at revision "}
      <span className="num">{formatRevision(revision)}</span>
      {seen ? "." : "; the watch has not brought it yet."}
    </span>
  );
}
