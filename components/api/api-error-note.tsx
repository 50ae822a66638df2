"use client";
import { Button } from "../ui/button";
import { Note } from "../ui/note";
import { ApiError } from "./api-error";

/** An error where a part of the page would stand: what, what to do, and the code that programs see. */
export function ApiErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const known = error instanceof ApiError ? error : null;
  return (
    <div role="alert">
      <Note state="gone">
        <b>{known?.title ?? "The page failed"}.</b>{" "}
        {known?.detail ?? (error instanceof Error ? error.message : "Reload the page.")}
        <span className="wrap-anywhere mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-11">
          {known && <code className="mono">{known.code}</code>}
          {known?.requestId && <span className="mono text-muted">request {known.requestId}</span>}
          {onRetry && (
            <Button variant="ghost" onClick={onRetry}>
              Ask again
            </Button>
          )}
        </span>
      </Note>
    </div>
  );
}
