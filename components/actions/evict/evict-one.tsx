"use client";
import { RefreshCw, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { type Evicted, type EvictionPreview, evictedSchema } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import type { InstanceRow } from "@/lib/registry/select";
import { ApiError, fieldError } from "../../api/api-error";
import { ApiErrorNote } from "../../api/api-error-note";
import { mayBeWritten, type Send, sendJson } from "../../api/send-json";
import { useKey } from "../../api/use-key";
import { useOrigin } from "../../instances/use-origin";
import { Button } from "../../ui/button";
import { Choices } from "../../ui/choices";
import { CommandBlock } from "../../ui/command-block";
import { plural } from "../../ui/format";
import { SafeText } from "../../ui/safe-text";
import { SkeletonRows } from "../../ui/skeleton";
import { ActionDialog } from "../action-dialog";
import { ReasonField } from "../reason-field";
import { useWrites } from "../use-writes";
import { curlWrite } from "../write-commands";
import { Conflict, type Was } from "./conflict";
import { etcdctlEvict } from "./evict-commands";
import { EvictSteps, OtherKeys } from "./evict-steps";
import { Refusals, refusalsOf } from "./guards";
import { OwnerCard } from "./owner-card";
import { StaysCard } from "./stays-card";
import { UnknownOutcome } from "./unknown-outcome";
import { useEvictedToast } from "./use-evicted-toast";
import { usePreview } from "./use-preview";

type Mode = "key" | "lease";

type Sending =
  | { state: "asking" }
  | { state: "sending" }
  /** The key was another than what was seen: nothing happened, and it is decided anew. */
  | { state: "conflict"; was: Was; error: ApiError }
  | { state: "failed"; error: unknown }
  | { state: "unknown"; error: unknown };

/** What an eviction would do, before it happens; then the eviction itself. */
export function EvictOne({ row, onClose }: { row: InstanceRow; onClose: () => void }) {
  const key = row.instance.keys[0] ?? row.instance.id;
  const preview = usePreview(key);
  const stored = useKey(key, row.instance.modRevision);
  const evicted = useEvictedToast();
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<Mode>("key");
  const [reason, setReason] = useState("");
  const [overridden, setOverridden] = useState<ReadonlySet<GuardRule>>(new Set());
  const [sending, setSending] = useState<Sending>({ state: "asking" });
  const writes = useWrites();
  const data = preview.data;
  const refusals = data ? refusalsOf(data.guards[mode]) : [];
  const stopped = refusals.some(({ rule, overridable }) => !overridable || !overridden.has(rule));
  const mayEvict =
    data && !stopped && reason.trim() !== "" && sending.state !== "sending" && sending.state !== "unknown";

  const readAgain = () => void Promise.all([preview.refetch(), stored.refetch()]);
  const evict = async () => {
    if (!data || !mayEvict || writes.may !== "write") return;
    setSending({ state: "sending" });
    try {
      const answer: Evicted = await sendJson(evictedSchema, evictionOf(data, mode, reason, overridden));
      evicted(row, answer);
      onClose();
    } catch (error) {
      if (error instanceof ApiError && error.code === "conflict") {
        setSending({ state: "conflict", was: { preview: data, value: stored.data?.value ?? null }, error });
        readAgain();
      } else if (mayBeWritten(error)) setSending({ state: "unknown", error });
      else {
        setSending({ state: "failed", error });
        if (error instanceof ApiError && error.code === "guarded") void preview.refetch();
      }
    }
  };

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
      lead={data ? comesBackOf(data, mode).words : "Reading what it would do."}
      cancel={sending.state === "unknown" ? "Close" : "Cancel"}
      note={footNote(writes.may === "wait" ? writes.reason : null, reason, data, mode)}
      action={
        sending.state !== "unknown" && (
          <Button
            large
            variant="fatal"
            icon={Trash2}
            disabled={!mayEvict || writes.may !== "write"}
            onClick={() => void evict()}
          >
            {sending.state === "sending"
              ? "Evicting"
              : sending.state === "conflict"
                ? "Evict what is there now"
                : mode === "lease" && data?.lease
                  ? `End the lease and ${plural(data.lease.keys.length, "key")}`
                  : "Evict"}
          </Button>
        )
      }
    >
      {sending.state === "conflict" && (
        <Conflict was={sending.was} error={sending.error} preview={preview} stored={stored.data ?? null} />
      )}
      {sending.state === "unknown" && <UnknownOutcome error={sending.error} row={row} />}
      {sending.state === "failed" && <ApiErrorNote error={sending.error} />}
      {preview.isError && sending.state !== "conflict" && <ApiErrorNote error={preview.error} onRetry={readAgain} />}
      {!data && preview.isPending && <SkeletonRows rows={4} columns={[240, 160]} />}
      {data && sending.state !== "unknown" && (
        <div className="two-sides">
          <div>
            <Modes preview={data} mode={mode} onMode={setMode} />
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
          <div>
            <OwnerCard row={row} preview={data} />
            {data.stays && <StaysCard stays={data.stays} mode={mode} />}
            <MovedOn row={row} preview={data} onRead={readAgain} />
          </div>
        </div>
      )}
      {data && sending.state !== "unknown" && (
        <Commands preview={data} mode={mode} reason={reason} overridden={overridden} />
      )}
    </ActionDialog>
  );
}

function Modes({ preview, mode, onMode }: { preview: EvictionPreview; mode: Mode; onMode: (mode: Mode) => void }) {
  const { lease, restorable, comesBack } = preview;
  if (!lease) return null;
  const others = lease.keys.length - 1;
  return (
    <Choices
      label="What to take out"
      value={mode}
      onChange={onMode}
      options={[
        {
          value: "key",
          label: "Delete this key",
          means: (
            <>
              The lease {others > 0 ? `and its ${plural(others, "other key")} stay` : "stays"}.{" "}
              {restorable.key ? "It can be put back while the lease lives." : restorable.words}
            </>
          ),
        },
        {
          value: "lease",
          label: "End the lease",
          means: (
            <>
              Removes {others > 0 ? `all ${plural(others + 1, "key")} on it` : "the key with it"}. <b>No way back:</b>{" "}
              what goes with its lease cannot be put back. {comesBack.lease?.words}
            </>
          ),
        },
      ]}
    />
  );
}

/** The view has moved past what the dialog shows: the guard would refuse. */
function MovedOn({ row, preview, onRead }: { row: InstanceRow; preview: EvictionPreview; onRead: () => void }) {
  if (preview.modRevision === row.instance.modRevision) return null;
  return (
    <p className="dim">
      The key changed between the click and the reading: this shows it as it is at revision {preview.modRevision}.{" "}
      <Button variant="ghost" icon={RefreshCw} onClick={onRead}>
        Read again
      </Button>
    </p>
  );
}

function Commands({
  preview,
  mode,
  reason,
  overridden,
}: {
  preview: EvictionPreview;
  mode: Mode;
  reason: string;
  overridden: ReadonlySet<GuardRule>;
}) {
  const origin = useOrigin();
  const etcdctl = etcdctlEvict(preview, mode);
  const curl = curlWrite(origin, evictionOf(preview, mode, reason || "WHY", overridden));
  return <CommandBlock commands={etcdctl ? [curl, etcdctl] : [curl]} />;
}

export function evictionOf(
  preview: EvictionPreview,
  mode: Mode,
  reason: string,
  overridden: ReadonlySet<GuardRule>,
): Send {
  return {
    method: "POST",
    path: "evictions",
    body: {
      key: preview.key,
      modRevision: preview.modRevision,
      mode,
      ...(mode === "lease" && preview.lease && { leaseKeys: preview.lease.keys.map(({ key }) => key) }),
      reason: reason.trim(),
      ...(overridden.size > 0 && { override: [...overridden] }),
    },
  };
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
