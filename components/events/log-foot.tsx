"use client";
import { longAt } from "@/components/ui/time-words";
import { ApiErrorNote } from "../api/api-error-note";
import { SkeletonRows } from "../ui/skeleton";
import type { ReadEvents } from "./use-event-log";

/** What stands below the oldest row: more is being read, it failed, or here history begins. */
export function LogFoot({ events, filtered }: { events: ReadEvents; filtered: boolean }) {
  const { snapshot, reading, error, retry } = events;
  const { older } = snapshot;
  if (error)
    return (
      <div className="py-3.5 text-12">
        <ApiErrorNote error={error} onRetry={retry} />
      </div>
    );
  if (reading && older.kind !== "end") return <SkeletonRows rows={2} columns={[64, 60, 90, 180, 240]} />;
  if (older.kind !== "end" || snapshot.length === 0) return null;
  return (
    <p className="-mx-5.5 border-line-soft border-b bg-[repeating-linear-gradient(135deg,var(--line-soft)_0_1px,transparent_1px_7px)] px-5.5 py-2.25 text-12 text-prose max-sm:-mx-4 max-sm:px-4">
      {filtered && "No older event fits the filters. "}
      {older.complete
        ? "History begins here: before that this console was not watching, and etcd tells only what is there now."
        : "Older events were dropped: the history keeps the newest ones only, in memory."}
      {older.oldestAt !== null && ` The oldest event that is kept happened ${longAt(older.oldestAt)}.`}
    </p>
  );
}
