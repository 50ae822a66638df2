"use client";
import { CircleDot } from "lucide-react";
import { useRef, useState } from "react";
import { resumedSchema } from "@/lib/api/drains";
import type { InstanceRow } from "@/lib/registry/select";
import { mayBeWritten, sendJson } from "../../api/send-json";
import { Button } from "../../ui/button";
import { plural } from "../../ui/format";
import { SafeText } from "../../ui/safe-text";
import { useToast } from "../../ui/toast";
import { ActionDialog } from "../action-dialog";
import { AttemptList } from "../attempt-list";
import { AuditLink, auditPath } from "../audit-link";
import { nameOf } from "../row-menu";
import { SeenAt } from "../seen-at";
import { useAttempts } from "../use-attempts";
import { useWrites } from "../use-writes";
import { ResumeCommandBlock, resumingOf } from "./drain-commands";
import { DrainWords } from "./drain-words";

type Resumed = { revision: string; auditId: string };

/** Puts drained instances back into rotation; says who took them out and why. */
export function ResumeDialog({ rows: asked, onClose }: { rows: readonly InstanceRow[]; onClose: () => void }) {
  const [rows] = useState(() => asked.filter(({ drain }) => drain !== null));
  const toast = useToast();
  const writes = useWrites();
  const button = useRef<HTMLButtonElement>(null);
  const { attempts, running, start } = useAttempts<Resumed>();
  const began = attempts.size > 0;
  const again = [...attempts].flatMap(([id, one]) => (one.state === "failed" && !mayBeWritten(one.error) ? [id] : []));
  const [first] = rows;
  const byId = new Map(rows.map((row) => [row.instance.id, row]));

  const resume = async (ids: readonly string[]) => {
    const answers: Resumed[] = [];
    await start(
      ids,
      async (id) => {
        const row = byId.get(id);
        if (!row) throw new Error("No such instance.");
        const answer = await sendJson(resumedSchema, resumingOf(row));
        answers.push(answer);
        return answer;
      },
      attempts,
    );
    const [answer] = answers;
    if (!first || !answer || answers.length < ids.length) return;
    toast({
      title: rows.length === 1 ? `${nameOf(first)} in service again.` : `${rows.length} in service again.`,
      description: <SeenAt revision={answer.revision} />,
      timeout: 12_000,
      data: { state: "alive", link: { href: auditPath(answer.auditId), label: "Audit entry" } },
    });
    onClose();
  };

  return (
    <ActionDialog
      onClose={onClose}
      initialFocus={button}
      title={
        rows.length === 1 && first ? (
          <>
            Resume{" "}
            <span className="mono">
              <SafeText text={first.instance.instance} max={60} />
            </span>
            ?
          </>
        ) : (
          `Resume ${plural(rows.length, "instance")}?`
        )
      }
      lead="Requests go to it again as soon as clients have read that the mark is gone."
      action={
        <Button
          ref={button}
          large
          variant="primary"
          icon={CircleDot}
          disabled={running || rows.length === 0 || writes.may !== "write"}
          onClick={() => void resume(began ? again : rows.map(({ instance }) => instance.id))}
        >
          {began && !running ? "Try again" : "Resume"}
        </Button>
      }
    >
      {rows.length === 0 && <p>It is not draining any more.</p>}
      <AttemptList
        rows={rows}
        attempts={attempts}
        before={({ drain }) => drain && <DrainWords drain={drain} />}
        done={({ revision, auditId }) => (
          <>
            <SeenAt revision={revision} /> <AuditLink id={auditId} />
          </>
        )}
      />
      <ResumeCommandBlock rows={rows} />
    </ActionDialog>
  );
}
