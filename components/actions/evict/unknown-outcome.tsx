"use client";
import type { InstanceRow } from "@/lib/registry/select";
import { ApiError } from "../../api/api-error";
import { useInstance } from "../../live/use-live";
import { InlineLink } from "../../ui/link";
import { Note } from "../../ui/note";
import { auditPath } from "../audit-link";

/** Nobody who could know has answered. What the watch says is shown; nothing is guessed. */
export function UnknownOutcome({ error, row }: { error: unknown; row: InstanceRow }) {
  const now = useInstance(row.instance.id);
  const there = now !== null && now.tombstone === null;
  const auditId = error instanceof ApiError ? (error.problem?.auditId ?? null) : null;
  return (
    <div role="alert">
      <Note state="late">
        <b>Whether it was done is not known.</b>{" "}
        {error instanceof ApiError ? error.detail : "The answer did not arrive."}
        <br />
        {there
          ? now.instance.modRevision === row.instance.modRevision
            ? "As far as the view reaches, the key is still there as you saw it. "
            : "The view shows another registration under the key. "
          : "The view no longer has the key. "}
        The console finds out and writes the outcome into the audit trail:{" "}
        <InlineLink href={auditId ? auditPath(auditId) : "/audit?action=evict"}>
          {auditId ? "its entry" : "the evictions"}
        </InlineLink>
        . Nothing is sent a second time from here.
      </Note>
    </div>
  );
}
