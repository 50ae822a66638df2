"use client";
import { useRef, useState } from "react";
import { minimumAnswerSchema } from "@/lib/api/minimums";
import { minimumKeyOf } from "@/lib/registry/marks";
import { ApiError, fieldError } from "../api/api-error";
import { ApiErrorNote } from "../api/api-error-note";
import { mayBeWritten, type Send, sendJson } from "../api/send-json";
import { keyWord } from "../instances/commands";
import { useOrigin } from "../instances/use-origin";
import { useService } from "../live/use-live";
import { Button } from "../ui/button";
import { CommandBlock } from "../ui/command-block";
import { FormField, Input } from "../ui/form-field";
import { plural } from "../ui/format";
import { Note } from "../ui/note";
import { SafeText } from "../ui/safe-text";
import { safeString } from "../ui/safe-text-parts";
import { useToast } from "../ui/toast";
import { ActionDialog } from "./action-dialog";
import { auditPath } from "./audit-link";
import { Remaining } from "./evict/stays-card";
import { ReasonField } from "./reason-field";
import { SeenAt } from "./seen-at";
import { useWrites } from "./use-writes";
import { curlWrite, etcdctlLines } from "./write-commands";

/** How many instances a service is expected to have in service. */
export function MinimumDialog({ service: name, onClose }: { service: string; onClose: () => void }) {
  const service = useService(name);
  const known = service?.minimum ?? null;
  const [text, setText] = useState(() => String(known ?? service?.inService ?? 1));
  const [reason, setReason] = useState("");
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const field = useRef<HTMLInputElement>(null);
  const toast = useToast();
  const origin = useOrigin();
  const writes = useWrites();
  const minimum = /^\d{1,5}$/.test(text.trim()) ? Number(text) : null;
  const inService = service?.inService ?? 0;
  const mayWrite = reason.trim() !== "" && !sending && writes.may === "write";

  const set = async (next: number | null) => {
    setSending(true);
    setFailed(null);
    try {
      const answer = await sendJson(minimumAnswerSchema, settingOf(name, next, reason));
      toast({
        title:
          next === null
            ? `${safeString(name, 60)} has no minimum any more.`
            : `${safeString(name, 60)} is expected to have ${next}.`,
        description: <SeenAt revision={answer.revision} />,
        timeout: 12_000,
        data: { link: { href: auditPath(answer.auditId), label: "Audit entry" } },
      });
      onClose();
    } catch (error) {
      setFailed(error);
      setSending(false);
    }
  };

  return (
    <ActionDialog
      onClose={onClose}
      initialFocus={field}
      title={
        <>
          Minimum of <SafeText text={name} max={60} />
        </>
      }
      lead="Kept in etcd. Below it the service is marked, an eviction or a drain that would go below is refused, and at zero it stays on screen in red until somebody dismisses it."
      note={reason.trim() === "" ? "A reason is missing." : writes.may === "wait" ? writes.reason : null}
      action={
        <>
          {known !== null && (
            <Button large disabled={!mayWrite} onClick={() => void set(null)}>
              Take it away
            </Button>
          )}
          <Button
            large
            variant="primary"
            disabled={!mayWrite || minimum === null || minimum < 1}
            onClick={() => minimum !== null && void set(minimum)}
          >
            Set the minimum
          </Button>
        </>
      }
    >
      {failed !== null && mayBeWritten(failed) && (
        <Note state="late">
          <b>Whether it was set is not known.</b>{" "}
          {failed instanceof ApiError ? failed.detail : "The answer did not arrive."} The list of services will show it.
        </Note>
      )}
      {failed !== null && !mayBeWritten(failed) && <ApiErrorNote error={failed} />}
      <FormField
        label="At least in service"
        hint={`${plural(inService, "instance")} in service now: neither draining nor overdue.`}
        error={fieldError(failed, "minimum")}
      >
        {(props) => (
          <Input
            {...props}
            ref={field}
            mono
            inputMode="numeric"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </FormField>
      {minimum !== null && minimum > 0 && <Remaining inService={inService} after={inService} minimum={minimum} />}
      {minimum !== null && minimum > inService && (
        <Note state="late">
          It would be below its minimum at once: {plural(minimum - inService, "instance")} missing.
        </Note>
      )}
      <ReasonField value={reason} onChange={setReason} placeholder="Why this many" />
      <CommandBlock
        commands={[
          curlWrite(origin, settingOf(name, minimum, reason || "WHY")),
          ...etcdctlLines(etcdctlMinimum(name, minimum)),
        ]}
      />
    </ActionDialog>
  );
}

/** The mark alone, without the audit entry. Only its removal: a mark counts only with a console's signature. */
function etcdctlMinimum(service: string, minimum: number | null): string[] {
  const word = keyWord(minimumKeyOf(service));
  return word !== null && (minimum === null || minimum === 0) ? [`etcdctl del ${word}`] : [];
}

function settingOf(service: string, minimum: number | null, reason: string): Send {
  return { method: "PUT", path: "minimums", body: { service, minimum, reason: reason.trim() } };
}
