"use client";
import { Droplet, Square } from "lucide-react";
import { useRef, useState } from "react";
import { type Drained, drainedSchema } from "@/lib/api/drains";
import type { GuardRule } from "@/lib/guards/rules";
import type { InstanceRow } from "@/lib/registry/select";
import { ApiErrorNote } from "../../api/api-error-note";
import { sendJson } from "../../api/send-json";
import { useLiveStore } from "../../live/live-provider";
import { Button } from "../../ui/button";
import { plural } from "../../ui/format";
import { Note } from "../../ui/note";
import { SafeText } from "../../ui/safe-text";
import { Time } from "../../ui/time";
import { useToast } from "../../ui/toast";
import { ActionDialog } from "../action-dialog";
import { AttemptList, AttemptProgress } from "../attempt-list";
import { countAttempts } from "../attempts";
import { AuditLink, auditPath } from "../audit-link";
import { Refusals, refusalsOf } from "../evict/guards";
import { guardedWords, refusedWords } from "../guarded-words";
import { maySend } from "../may-send";
import { ReasonField } from "../reason-field";
import { nameOf } from "../row-menu";
import { SeenAt } from "../seen-at";
import { useAttempts } from "../use-attempts";
import { keyOfRow, useGuards } from "../use-guards";
import { useWrites } from "../use-writes";
import { DrainCommandBlock, drainingOf } from "./drain-commands";
import { localMoment, type Span, untilOf } from "./until";
import { UntilField } from "./until-field";

/** Takes instances out of rotation without touching their registration. */
export function DrainDialog({ rows: asked, onClose }: { rows: readonly InstanceRow[]; onClose: () => void }) {
  const [rows] = useState(asked);
  const store = useLiveStore();
  const now = () => Date.now() + store.getState().clockOffsetMs;
  const toast = useToast();
  const writes = useWrites();
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState("");
  const [span, setSpan] = useState<Span>("60");
  const [openedAt] = useState(() => Math.round(now()));
  const [at, setAt] = useState(() => localMoment(openedAt + 3_600_000));
  const [overridden, setOverridden] = useState<ReadonlySet<GuardRule>>(new Set());
  const { attempts, running, start, stop } = useAttempts<Drained>();
  const counts = countAttempts(attempts);
  const began = attempts.size > 0;
  const open = rows.filter(({ instance }) => maySend(attempts.get(instance.id)));
  const guards = useGuards("drain", open, overridden, running);
  const passes = new Set(guards.data?.said.passes);
  const going = open.filter((row) => passes.has(keyOfRow(row)));
  const told = guards.data ? guardedWords(guards.data, "drained") : null;
  const until = untilOf(span, at, now());
  const mayDrain =
    reason.trim() !== "" && until !== undefined && going.length > 0 && !running && writes.may === "write";
  const draining = { until: until === undefined || until === null ? null : Math.round(until), reason, overridden };
  const byId = new Map(rows.map((row) => [row.instance.id, row]));
  const first = rows[0];

  const drain = async (ids: readonly string[]) => {
    const answers: Drained[] = [];
    await start(
      ids,
      async (id) => {
        const row = byId.get(id);
        if (!row) throw new Error("No such instance.");
        const answer = await sendJson(drainedSchema, drainingOf(row, draining));
        answers.push(answer);
        return answer;
      },
      attempts,
    );
    const [answer] = answers;
    if (rows.length > 1 || !first || !answer) return;
    toast({
      title: `${nameOf(first)} draining.`,
      description: <SeenAt revision={answer.revision} />,
      timeout: 12_000,
      data: { state: "draining", link: { href: auditPath(answer.auditId), label: "Audit entry" } },
    });
    onClose();
  };

  return (
    <ActionDialog
      onClose={onClose}
      initialFocus={reasonField}
      title={
        rows.length === 1 && first ? (
          <>
            Drain{" "}
            <span className="mono">
              <SafeText text={first.instance.instance} max={60} />
            </span>{" "}
            of <SafeText text={first.instance.service} max={60} />?
          </>
        ) : (
          `Drain ${plural(rows.length, "instance")}?`
        )
      }
      lead="It stays registered and alive; it only gets no new requests. The mark is bound to the key and survives a new registration."
      cancel={began && !running ? "Close" : "Cancel"}
      note={!began && reason.trim() === "" ? "A reason is missing." : null}
      action={
        running && rows.length > 1 ? (
          <Button large icon={Square} onClick={stop}>
            Stop
          </Button>
        ) : (
          open.length > 0 && (
            <Button
              large
              variant="primary"
              icon={Droplet}
              disabled={!mayDrain}
              onClick={() => void drain(going.map(({ instance }) => instance.id))}
            >
              {labelOf(rows.length, going.length, open.length)}
            </Button>
          )
        )
      }
    >
      <Note state="draining">
        <b>Only Rollcall's own clients honour this:</b> its discovery library, balancer and gateway. Other clients that
        read etcd go on calling the instance.
      </Note>
      <UntilField
        span={span}
        at={at}
        onSpan={setSpan}
        onAt={setAt}
        error={until === undefined ? "has to lie in the future" : null}
      />
      {until !== undefined && until !== null && (
        <p className="mid">
          It is back in service by itself at <Time at={until} as="clock" />.
        </p>
      )}
      <Refusals
        refusals={open.length > 0 ? refusalsOf(guards.data?.said.guards ?? []) : []}
        overridden={overridden}
        onOverride={(rule, override) => {
          const next = new Set(overridden);
          if (override) next.add(rule);
          else next.delete(rule);
          setOverridden(next);
        }}
      />
      {guards.isError && <ApiErrorNote error={guards.error} onRetry={() => void guards.refetch()} />}
      {rows.length > 1 && !running && open.length > 0 && told && <p role="status">{told}</p>}
      <ReasonField inputRef={reasonField} value={reason} onChange={setReason} placeholder="Why it takes a break" />
      {running && rows.length > 1 && <AttemptProgress settled={counts.settled} all={counts.all} verb="Draining" />}
      {(rows.length > 1 || counts.failed > 0) && (
        <AttemptList
          rows={rows}
          attempts={attempts}
          before={(row) =>
            (guards.data && refusedWords(guards.data.said, keyOfRow(row))) ?? (
              <SafeText text={keyOfRow(row)} max={120} className="mono" />
            )
          }
          done={({ revision, auditId }) => (
            <>
              <SeenAt revision={revision} /> <AuditLink id={auditId} />
            </>
          )}
        />
      )}
      {open.length > 0 && <DrainCommandBlock rows={going.length > 0 ? going : open} draining={draining} />}
    </ActionDialog>
  );
}

function labelOf(asked: number, going: number, open: number): string {
  if (asked === 1) return "Drain";
  return going === open ? `Drain ${open}` : `Drain ${going} of ${open}`;
}
