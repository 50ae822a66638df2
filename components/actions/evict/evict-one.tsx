"use client";
import { RefreshCw, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import { compareRevisions } from "@/lib/registry/revision";
import type { InstanceRow } from "@/lib/registry/select";
import { fieldError } from "../../api/api-error";
import { ApiErrorNote } from "../../api/api-error-note";
import { useKey } from "../../api/use-key";
import { CAUSE_WORD } from "../../events/event-kind";
import { useInstance } from "../../live/use-live";
import { Button } from "../../ui/button";
import { plural } from "../../ui/format";
import { Note } from "../../ui/note";
import { SafeText } from "../../ui/safe-text";
import { SkeletonRows } from "../../ui/skeleton";
import { ActionDialog } from "../action-dialog";
import { ReasonField } from "../reason-field";
import { useWrites } from "../use-writes";
import { Conflict } from "./conflict";
import { EvictCommandBlock } from "./evict-command-block";
import { EvictModes } from "./evict-modes";
import { EvictSteps, OtherKeys } from "./evict-steps";
import type { Mode } from "./eviction-of";
import { Refusals, refusalsOf } from "./guards";
import { OwnerCard } from "./owner-card";
import { StaysCard } from "./stays-card";
import { UnknownOutcome } from "./unknown-outcome";
import { type Sending, useEviction } from "./use-eviction";
import { usePreview } from "./use-preview";

/** What an eviction would do, before it happens; then the eviction itself. */
export function EvictOne({ row, onClose }: { row: InstanceRow; onClose: () => void }) {
  const key = row.instance.keys[0] ?? row.instance.id;
  const preview = usePreview(key);
  const stored = useKey(key, row.instance.modRevision);
  const readAgain = () => void Promise.all([preview.refetch(), stored.refetch()]);
  const { sending, evict, foundGone } = useEviction({ row, onDone: onClose, onRead: readAgain });
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<Mode>("key");
  const [reason, setReason] = useState("");
  const [overridden, setOverridden] = useState<ReadonlySet<GuardRule>>(new Set());
  const writes = useWrites();
  const data = preview.data;
  const refusals = data ? refusalsOf(data.guards[mode]) : [];
  const stopped = refusals.some(({ rule, overridable }) => !overridable || !overridden.has(rule));
  const busy = sending.state === "sending" || sending.state === "unknown";
  const now = useInstance(row.instance.id);
  const gone = foundGone || (!busy && (now === null || now.tombstone !== null));
  const asks = data !== undefined && !gone && sending.state !== "unknown";
  const mayEvict = !stopped && reason.trim() !== "" && !busy && writes.may === "write";

  // The field is there only when the preview has come.
  const shown = data !== undefined;
  useEffect(() => {
    if (shown) reasonField.current?.focus();
  }, [shown]);

  return (
    <ActionDialog
      wide
      onClose={onClose}
      initialFocus={reasonField}
      title={
        <>
          Evict{" "}
          <span className="mono">
            <SafeText text={row.instance.instance} max={60} />
          </span>{" "}
          from <SafeText text={row.instance.service} max={60} />?
        </>
      }
      lead={gone ? null : data ? comesBackOf(data, mode).words : "Reading what it would do."}
      cancel={gone || sending.state === "unknown" ? "Close" : "Cancel"}
      note={gone ? null : footNote(writes.may === "wait" ? writes.reason : null, reason, data, mode)}
      action={
        !gone &&
        sending.state !== "unknown" && (
          <Button
            large
            variant="fatal"
            icon={Trash2}
            disabled={!data || !mayEvict}
            onClick={() => data && void evict(data, mode, reason, overridden, stored.data?.value ?? null)}
          >
            {labelOf(sending, mode, data)}
          </Button>
        )
      }
    >
      {sending.state === "conflict" && (
        <Conflict was={sending.was} error={sending.error} preview={preview} stored={stored.data ?? null} />
      )}
      {gone && sending.state !== "conflict" && <GoneMeanwhile now={now} />}
      {sending.state === "unknown" && <UnknownOutcome error={sending.error} row={row} />}
      {sending.state === "failed" && <ApiErrorNote error={sending.error} />}
      {preview.isError && !gone && sending.state !== "conflict" && (
        <ApiErrorNote error={preview.error} onRetry={readAgain} />
      )}
      {!data && !gone && preview.isPending && <SkeletonRows rows={4} columns={[240, 160]} />}
      {asks && (
        <div className="grid grid-cols-[minmax(0,1fr)_300px] items-start gap-x-6 gap-y-3.5 max-sm:grid-cols-1">
          <div className={SIDE}>
            <EvictModes preview={data} mode={mode} onMode={setMode} />
            <EvictSteps preview={data} mode={mode} />
            <OtherKeys preview={data} mode={mode} />
            <Refusals
              refusals={refusals}
              overridden={overridden}
              onOverride={(rule, override) => setOverridden(withRule(overridden, rule, override))}
            />
            <ReasonField
              inputRef={reasonField}
              value={reason}
              onChange={setReason}
              error={sending.state === "failed" ? fieldError(sending.error, "reason") : null}
              placeholder="Why it has to go"
            />
          </div>
          <div className={SIDE}>
            <OwnerCard row={row} preview={data} />
            {data.stays && <StaysCard stays={data.stays} mode={mode} />}
            <MovedOn now={now} preview={data} onRead={readAgain} />
          </div>
        </div>
      )}
      {asks && <EvictCommandBlock previews={[data]} mode={mode} reason={reason} overridden={overridden} />}
    </ActionDialog>
  );
}

const SIDE = "grid min-w-0 content-start gap-3.5";

/** It left while somebody was reading what taking it out would do. */
function GoneMeanwhile({ now }: { now: InstanceRow | null }) {
  const cause = now?.tombstone?.cause;
  return (
    <Note state="gone">
      <b>It is gone by now{cause && cause !== "unknown" && `: ${CAUSE_WORD[cause].toLowerCase()}`}.</b> There is nothing
      left to evict, and nothing was written from here.
    </Note>
  );
}

/** The view has moved past what the dialog shows: the guard would refuse. */
function MovedOn({ now, preview, onRead }: { now: InstanceRow | null; preview: EvictionPreview; onRead: () => void }) {
  if (now === null || compareRevisions(now.instance.modRevision, preview.modRevision) <= 0) return null;
  return (
    <p className="dim">
      The key was written again since this was read, at revision {preview.modRevision}.{" "}
      <Button variant="ghost" icon={RefreshCw} onClick={onRead}>
        Read again
      </Button>
    </p>
  );
}

function labelOf({ state }: Sending, mode: Mode, preview: EvictionPreview | undefined): string {
  if (state === "sending") return "Evicting";
  if (state === "conflict") return "Evict what is there now";
  return mode === "lease" && preview?.lease ? `End the lease and ${plural(preview.lease.keyCount, "key")}` : "Evict";
}

function comesBackOf({ comesBack }: EvictionPreview, mode: Mode) {
  return (mode === "lease" ? comesBack.lease : null) ?? comesBack.key;
}

function withRule(rules: ReadonlySet<GuardRule>, rule: GuardRule, present: boolean): ReadonlySet<GuardRule> {
  const next = new Set(rules);
  if (present) next.add(rule);
  else next.delete(rule);
  return next;
}

/** What is still missing, or what an operator should know of the limits. */
function footNote(waiting: string | null, reason: string, preview: EvictionPreview | undefined, mode: Mode) {
  if (waiting) return waiting;
  if (preview && reason.trim() === "") return "A reason is missing.";
  return preview?.guards[mode].find(({ rule, refuses }) => rule === "rate" && !refuses)?.words ?? null;
}
