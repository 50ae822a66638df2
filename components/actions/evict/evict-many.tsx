"use client";
import { Square, Trash2 } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { type Evicted, type EvictionPreview, evictedSchema } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import type { InstanceRow } from "@/lib/registry/select";
import { ApiError } from "../../api/api-error";
import { mayBeWritten, sendJson } from "../../api/send-json";
import { Button } from "../../ui/button";
import { plural } from "../../ui/format";
import { SafeText } from "../../ui/safe-text";
import { ActionDialog } from "../action-dialog";
import { AttemptList, AttemptProgress } from "../attempt-list";
import { type Attempt, countAttempts } from "../attempts";
import { AuditLink } from "../audit-link";
import { ReasonField } from "../reason-field";
import { SeenAt } from "../seen-at";
import { useAttempts } from "../use-attempts";
import { useWrites } from "../use-writes";
import { EvictCommandBlock } from "./evict-command-block";
import { evictionOf } from "./eviction-of";
import { Refusals } from "./guards";
import { Laggards } from "./laggards";
import { summarizeMany } from "./many-summary";
import { Remaining } from "./stays-card";
import { usePreviews } from "./use-previews";

/** Many evictions: one guarded transaction a key, and what became of each. */
export function EvictMany({ rows, onClose }: { rows: readonly InstanceRow[]; onClose: () => void }) {
  const [round, setRound] = useState(0);
  const previews = usePreviews(rows, round);
  const { attempts, running, start, stop } = useAttempts<Evicted>();
  const [reason, setReason] = useState("");
  const [overridden, setOverridden] = useState<ReadonlySet<GuardRule>>(new Set());
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const writes = useWrites();
  const read = useMemo(
    () => [...previews.values()].flatMap((one) => (one.state === "done" ? [one.answer] : [])),
    [previews],
  );
  const summary = useMemo(() => summarizeMany(read), [read]);
  const counts = countAttempts(attempts);
  const began = attempts.size > 0;
  // What failed for sure may be tried again; what is unknown is not sent a second time.
  const again = [...attempts].flatMap(([id, one]) =>
    one.state === "stopped" || (one.state === "failed" && !mayBeWritten(one.error)) ? [id] : [],
  );
  const ready = rows.filter(({ instance }) => previews.get(instance.id)?.state === "done");
  const mayEvict = reason.trim() !== "" && ready.length > 0 && !running && writes.may === "write";

  const evict = (ids: readonly string[]) =>
    void start(
      ids,
      (id) => {
        const preview = previews.get(id);
        if (preview?.state !== "done") throw new Error("What it would do could not be read.");
        return sendJson(evictedSchema, evictionOf(preview.answer, "key", reason, overridden));
      },
      attempts,
    ).then(() => setRound((last) => last + 1));

  return (
    <ActionDialog
      wide
      onClose={onClose}
      initialFocus={reasonField}
      title={`Evict ${plural(rows.length, "instance")}?`}
      lead={began ? null : leadOf(read.length, rows.length, summary.comeBack)}
      cancel={began && !running ? "Close" : running ? "Close, and let it go on" : "Cancel"}
      note={!began && reason.trim() === "" ? "A reason is missing." : null}
      action={
        running ? (
          <Button large icon={Square} onClick={stop}>
            Stop
          </Button>
        ) : began ? (
          again.length > 0 && (
            <Button large variant="fatal" icon={Trash2} disabled={!mayEvict} onClick={() => evict(again)}>
              Try {again.length} again
            </Button>
          )
        ) : (
          <Button
            large
            variant="fatal"
            icon={Trash2}
            disabled={!mayEvict}
            onClick={() => evict(ready.map(({ instance }) => instance.id))}
          >
            Evict {ready.length}
          </Button>
        )
      }
    >
      {running && <AttemptProgress settled={counts.settled} all={counts.all} verb="Evicting" />}
      {began && !running && <p role="status">{resultOf(counts)}</p>}
      {!running && (!began || again.length > 0) && (
        <>
          <div className="many-stays">
            {summary.services.map((stays) => (
              <section key={stays.service} className="evidence" aria-label={`What remains of ${stays.service}`}>
                <h3>
                  <SafeText text={stays.service} max={40} />: {stays.after} of {stays.inService} remain
                </h3>
                <Remaining {...stays} />
                {stays.minimum !== null && (
                  <p>
                    The minimum is <b>{stays.minimum}</b>.
                  </p>
                )}
              </section>
            ))}
          </div>
          <Refusals
            refusals={summary.refusals.map((one) => ({
              ...one,
              refuses: true,
              words: one.count === rows.length ? one.words : `${one.words} (${one.count} of ${rows.length})`,
            }))}
            overridden={overridden}
            onOverride={(rule, override) => {
              const next = new Set(overridden);
              if (override) next.add(rule);
              else next.delete(rule);
              setOverridden(next);
            }}
          />
        </>
      )}
      <AttemptList
        rows={rows}
        attempts={attempts}
        before={({ instance }) => <PreviewWords preview={previews.get(instance.id)} />}
        done={({ revision, auditId, laggards }) => (
          <>
            <SeenAt revision={revision} /> <AuditLink id={auditId} />
            <Laggards laggards={laggards} />
          </>
        )}
      />
      {(!began || again.length > 0) && (
        <ReasonField inputRef={reasonField} value={reason} onChange={setReason} placeholder="Why they have to go" />
      )}
      {!began && (
        <>
          <p className="dim">
            One guarded transaction a key, four at a time. A key that changed is left alone and does not stop the
            others.
          </p>
          <EvictCommandBlock previews={read} mode="key" reason={reason} overridden={overridden} />
        </>
      )}
    </ActionDialog>
  );
}

function PreviewWords({ preview }: { preview: Attempt<EvictionPreview> | undefined }) {
  if (!preview || preview.state === "waiting" || preview.state === "running" || preview.state === "stopped")
    return <span className="dim">being read</span>;
  if (preview.state === "failed")
    return preview.error instanceof ApiError ? preview.error.detail : "It could not be read.";
  return preview.answer.comesBack.key.words;
}

function leadOf(read: number, all: number, comeBack: number): string {
  if (read < all) return `Reading what it would do: ${read} of ${all}.`;
  if (comeBack === 0) return "None of them is expected to come back by itself.";
  return `${comeBack === all ? "All" : `${comeBack} of ${all}`} may come back by themselves: each line says why.`;
}

function resultOf({ done, failed, stopped }: ReturnType<typeof countAttempts>): string {
  const parts = [`${done} evicted`];
  if (failed > 0) parts.push(`${failed} not`);
  if (stopped > 0) parts.push(`${stopped} stopped before their turn`);
  return `${parts.join(", ")}.`;
}
