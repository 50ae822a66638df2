"use client";
import { encodeText } from "@/components/shell/pages";
import { useLive } from "../live/use-live";
import { EmptyState } from "../ui/empty-state";
import { SafeText } from "../ui/safe-text";
import { PanelPart } from "../ui/side-panel";
import { SkeletonRows } from "../ui/skeleton";
import { Life } from "./life";

/** Neither present nor among the tombstones: what is known of it all the same, and how far back that reaches. */
export function AbsentInstance({ id }: { id: string }) {
  const waiting = useLive((state) => state.view === null);
  const unread = useLive((state) => state.view?.unrecognized.get(id)?.detail ?? null);
  if (waiting) return <SkeletonRows rows={5} columns={[120, 160]} />;
  return (
    <>
      <EmptyState title="No such instance" state="gone" className="min-h-55 py-7">
        <p>
          <code className="mono">
            <SafeText text={id} max={300} expandable />
          </code>
        </p>
        {unread === null ? (
          <p>etcd holds no registration under this key now, and none left in the last minutes.</p>
        ) : (
          <p>
            The key is there, but no layout reads it: <SafeText text={unread} max={200} />{" "}
            <a href={`/unrecognized?key=${encodeText(id)}`}>Look at it under Unrecognized.</a>
          </p>
        )}
      </EmptyState>
      <PanelPart title="What the history has of it">
        <Life id={id} limit={50} />
      </PanelPart>
    </>
  );
}
