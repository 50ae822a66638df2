"use client";
import { useEffect } from "react";
import { useLive } from "../../live/use-live";
import { age, revision as formatRevision } from "../../ui/format";
import { afterEviction, sameAfter, type Taken } from "../after-eviction";
import { SeenAt } from "../seen-at";
import { useReached } from "../use-reached";

/** Watches whether what was evicted comes back, and says so. */
export function FollowEvicted({
  taken,
  evictedAt,
  watchUntil,
  onBack,
}: {
  taken: Taken;
  /** Both on the server's clock. */
  evictedAt: number;
  watchUntil: number;
  onBack: () => void;
}) {
  const after = useLive((state) => afterEviction(state.view, taken), sameAfter);
  const over = useReached(watchUntil);
  const back = after.state === "back";
  useEffect(() => {
    if (back) onBack();
  }, [back, onBack]);
  return (
    <>
      <SeenAt revision={taken.revision} />{" "}
      {after.state === "back" ? (
        <b>
          It came back at revision <span className="num">{formatRevision(after.revision)}</span>: its owner registered
          again.
        </b>
      ) : after.state === "answered" ? null : over ? (
        `It did not come back within ${age(watchUntil - evictedAt)}.`
      ) : (
        "Watching whether it comes back."
      )}
    </>
  );
}
