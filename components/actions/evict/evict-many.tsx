"use client";
import { Square, Trash2, Undo2 } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { type Evicted, type EvictionPreview, evictedSchema } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import type { InstanceRow } from "@/lib/registry/select";
import { ApiError } from "../../api/api-error";
import { ApiErrorNote } from "../../api/api-error-note";
import { sendJson } from "../../api/send-json";
import { Button } from "../../ui/button";
import { plural } from "../../ui/format";
import { SafeText } from "../../ui/safe-text";
import { ActionDialog } from "../action-dialog";
import { AttemptList, AttemptProgress } from "../attempt-list";
import { type Attempt, countAttempts } from "../attempts";
import { AuditLink } from "../audit-link";
import { guardedWords, refusedWords } from "../guarded-words";
import { maySend } from "../may-send";
import { ReasonField } from "../reason-field";
import { usePutBackMany } from "../restore/use-put-back-many";
import { SeenAt } from "../seen-at";
import { useAttempts } from "../use-attempts";
import { keyOfRow, useGuards } from "../use-guards";
import { useWrites } from "../use-writes";
import { EvictCommandBlock } from "./evict-command-block";
import { evictionOf } from "./eviction-of";
import { Evidence, EvidenceTitle } from "./evidence";
import { Refusals, refusalsOf } from "./guards";
import { Laggards } from "./laggards";
import { countComingBack } from "./many-summary";
import { Remaining } from "./stays-card";
import { useEvictedManyToast } from "./use-evicted-many-toast";
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
  const counts = countAttempts(attempts);
  const began = attempts.size > 0;
  // What was not sent or failed for sure may be sent; what is unknown is not sent a second time.
  const open = rows.filter(({ instance }) => maySend(attempts.get(instance.id)));
  const ready = open.filter(({ instance }) => previews.get(instance.id)?.state === "done");
  const reading = open.some(({ instance }) => isBeingRead(previews.get(instance.id)));
  const guards = useGuards("evict", ready, overridden, running || reading);
  const passes = new Set(guards.data?.said.passes);
  const going = ready.filter((row) => passes.has(keyOfRow(row)));
  const mayEvict = reason.trim() !== "" && going.length > 0 && !running && writes.may === "write";
  const putBackMany = usePutBackMany();
  const restorable = [...attempts.values()].flatMap((one) =>
    one.state === "done" && one.answer.restorable ? [one.answer.auditId] : [],
  );

  const offerTheWayBack = useEvictedManyToast();
  const isClosed = useRef(false);
  const close = () => {
    isClosed.current = true;
    if (!running) offerTheWayBack(restorable);
    onClose();
  };
  const told = guards.data ? guardedWords(guards.data, "evicted") : null;

  const evict = async (ids: readonly string[]) => {
    const done: string[] = [];
    await start(
      ids,
      async (id) => {
        const preview = previews.get(id);
        if (preview?.state !== "done") throw new Error("What it would do could not be read.");
        const answer = await sendJson(evictedSchema, evictionOf(preview.answer, "key", reason, overridden));
        if (answer.restorable) done.push(answer.auditId);
        return answer;
      },
      attempts,
    );
    if (isClosed.current) offerTheWayBack([...restorable, ...done]);
    else setRound((last) => last + 1);
  };

  const send = (
    <Button
      large
      variant="fatal"
      icon={Trash2}
      disabled={!mayEvict}
      onClick={() => void evict(going.map(({ instance }) => instance.id))}
    >
      Evict {going.length === open.length ? open.length : `${going.length} of ${open.length}`}
    </Button>
  );

  return (
    <ActionDialog
      wide
      onClose={close}
      initialFocus={reasonField}
      title={`Evict ${plural(rows.length, "instance")}?`}
      lead={began ? null : leadOf(read.length, rows.length, countComingBack(read))}
      cancel={began && !running ? "Close" : running ? "Close, and let it go on" : "Cancel"}
      note={!began && reason.trim() === "" ? "A reason is missing." : null}
      action={
        running ? (
          <Button large icon={Square} onClick={stop}>
            Stop
          </Button>
        ) : began ? (
          <>
            {restorable.length > 0 && (
              <Button
                large
                icon={Undo2}
                disabled={writes.may !== "write"}
                onClick={() => {
                  void putBackMany(restorable);
                  onClose();
                }}
              >
                Put back {restorable.length}
              </Button>
            )}
            {open.length > 0 && send}
          </>
        ) : (
          send
        )
      }
    >
      {running && <AttemptProgress settled={counts.settled} all={counts.all} verb="Evicting" />}
      {began && !running && <p role="status">{resultOf(counts, rows.length)}</p>}
      {!running && open.length > 0 && (
        <>
          <div className="grid grid-cols-[repeat(auto-fit,minmax(240px,1fr))] gap-2.5 empty:hidden">
            {(guards.data?.said.services ?? []).map((stays) => (
              <Evidence key={stays.service} label={`What remains of ${stays.service}`}>
                <EvidenceTitle>
                  <SafeText text={stays.service} max={40} />: {stays.after} of {stays.inService} remain
                  {stays.afterAll < stays.after && <span className="dim"> ({stays.afterAll} if all went)</span>}
                </EvidenceTitle>
                <Remaining {...stays} />
                {stays.minimum !== null && (
                  <p>
                    The minimum is <b>{stays.minimum}</b>.
                  </p>
                )}
              </Evidence>
            ))}
          </div>
          {guards.isError && <ApiErrorNote error={guards.error} onRetry={() => void guards.refetch()} />}
          <Refusals
            refusals={refusalsOf(guards.data?.said.guards ?? [])}
            overridden={overridden}
            onOverride={(rule, override) => {
              const next = new Set(overridden);
              if (override) next.add(rule);
              else next.delete(rule);
              setOverridden(next);
            }}
          />
          {told && <p role="status">{told}</p>}
        </>
      )}
      <AttemptList
        rows={rows}
        attempts={attempts}
        before={(row) =>
          (guards.data && refusedWords(guards.data.said, keyOfRow(row))) ?? (
            <PreviewWords preview={previews.get(row.instance.id)} />
          )
        }
        done={({ revision, auditId, laggards }) => (
          <>
            <SeenAt revision={revision} /> <AuditLink id={auditId} />
            <Laggards laggards={laggards} />
          </>
        )}
      />
      {open.length > 0 && (
        <ReasonField inputRef={reasonField} value={reason} onChange={setReason} placeholder="Why they have to go" />
      )}
      {!began && (
        <>
          <p className="dim">
            One guarded transaction a key, four at a time. A key that changed is left alone and does not stop the
            others.
          </p>
          <EvictCommandBlock
            previews={read.filter(({ key }) => passes.has(key))}
            mode="key"
            reason={reason}
            overridden={overridden}
          />
        </>
      )}
    </ActionDialog>
  );
}

function isBeingRead(preview: Attempt<EvictionPreview> | undefined): boolean {
  return !preview || preview.state === "waiting" || preview.state === "running";
}

function PreviewWords({ preview }: { preview: Attempt<EvictionPreview> | undefined }) {
  if (preview?.state === "done") return preview.answer.comesBack.key.words;
  if (preview?.state === "failed")
    return preview.error instanceof ApiError ? preview.error.detail : "It could not be read.";
  return <span className="dim">being read</span>;
}

function leadOf(read: number, all: number, comeBack: number): string {
  if (read < all) return `Reading what it would do: ${read} of ${all}.`;
  if (comeBack === 0) return "None of them is expected to come back by itself.";
  return `${comeBack === all ? "All" : `${comeBack} of ${all}`} may come back by themselves: each line says why.`;
}

function resultOf({ all, done, failed, stopped }: ReturnType<typeof countAttempts>, asked: number): string {
  const parts = [`${done} evicted`];
  if (failed > 0) parts.push(`${failed} not`);
  if (stopped > 0) parts.push(`${stopped} stopped before their turn`);
  if (asked > all) parts.push(`${asked - all} left alone`);
  return `${parts.join(", ")}.`;
}
