"use client";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { registeredSchema } from "@/lib/api/registrations";
import { ApiError } from "../../api/api-error";
import { ApiErrorNote } from "../../api/api-error-note";
import { mayBeWritten, sendJson } from "../../api/send-json";
import { useLayouts } from "../../api/use-layouts";
import { Button } from "../../ui/button";
import { Drawer } from "../../ui/dialog";
import { CheckLine, Form } from "../../ui/form-field";
import { Note } from "../../ui/note";
import { safeString } from "../../ui/safe-text-parts";
import { SkeletonRows } from "../../ui/skeleton";
import { useToast } from "../../ui/toast";
import type { RegisterStart } from "../actions-context";
import { auditPath } from "../audit-link";
import { FootNote } from "../foot-note";
import { ReasonField } from "../reason-field";
import { SeenAt } from "../seen-at";
import { useWrites } from "../use-writes";
import { bodyOf, type Draft, firstDraft, type Layout, writableLayouts } from "./draft";
import { PreviewSide } from "./preview-side";
import { RegisterForm } from "./register-form";
import { useDryRun } from "./use-dry-run";

/** Registers an instance by hand: the form on the left, the exact bytes on the right. */
export function RegisterDrawer({ start, onClose }: { start: RegisterStart; onClose: () => void }) {
  const layouts = useLayouts();
  if (layouts.data) return <Filled layouts={writableLayouts(layouts.data)} start={start} onClose={onClose} />;
  return (
    <Drawer open onClose={onClose} title="Register an instance" wide>
      {layouts.error ? (
        <ApiErrorNote error={layouts.error} onRetry={() => void layouts.refetch()} />
      ) : (
        <SkeletonRows rows={5} columns={[160, 120]} />
      )}
    </Drawer>
  );
}

function Filled({
  layouts,
  start,
  onClose,
}: {
  layouts: readonly Layout[];
  start: RegisterStart;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState<Draft>(() => firstDraft(layouts, start));
  const [reason, setReason] = useState("");
  const [reach, setReach] = useState(false);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const firstField = useRef<HTMLInputElement>(null);
  const toast = useToast();
  const writes = useWrites();
  const layout = layouts.find(({ id }) => id === draft.layout);
  const body = bodyOf(draft, layout);
  const dryRun = useDryRun(body, reach);
  const taken = dryRun.preview?.checks.some(({ check, state }) => check === "key-free" && state === "bad") ?? false;
  const mayRegister =
    body !== null &&
    dryRun.current &&
    dryRun.error === null &&
    !taken &&
    reason.trim() !== "" &&
    !sending &&
    writes.may === "write";

  const register = async () => {
    if (!mayRegister) return;
    setSending(true);
    setFailed(null);
    try {
      const answer = await sendJson(registeredSchema, {
        method: "POST",
        path: "registrations",
        body: { ...body, reason: reason.trim() },
      });
      toast({
        title: `${safeString(draft.service, 60)} registered.`,
        description: <SeenAt revision={answer.revision} />,
        timeout: 15_000,
        data: { state: "alive", link: { href: auditPath(answer.auditId), label: "Audit entry" } },
      });
      onClose();
    } catch (error) {
      setFailed(error);
      setSending(false);
    }
  };

  return (
    <Drawer
      open
      onClose={onClose}
      title="Register an instance"
      wide
      initialFocus={firstField}
      foot={
        <>
          <FootNote>{missingWords(body, reason, writes.may === "wait" ? writes.reason : null)}</FootNote>
          <Button large onClick={onClose}>
            Cancel
          </Button>
          <Button large variant="primary" icon={Plus} disabled={!mayRegister} onClick={() => void register()}>
            {sending ? "Registering" : "Register"}
          </Button>
        </>
      }
    >
      <div className="grid min-h-full grid-cols-2 max-sm:grid-cols-1">
        <Form className="px-6 pt-4.5 pb-6 max-sm:px-4 max-sm:pt-3.5 max-sm:pb-4.5">
          {failed !== null && mayBeWritten(failed) && (
            <Note state="late">
              <b>Whether it was registered is not known.</b>{" "}
              {failed instanceof ApiError ? failed.detail : "The answer did not arrive."} The audit trail will say.
            </Note>
          )}
          {failed !== null && !mayBeWritten(failed) && <ApiErrorNote error={failed} />}
          <RegisterForm
            draft={draft}
            layouts={layouts}
            error={failed ?? (body === null ? null : dryRun.error)}
            onChange={setDraft}
            firstField={firstField}
          />
          <ReasonField value={reason} onChange={setReason} placeholder="Why it is registered by hand" />
          <CheckLine checked={reach} onChange={(event) => setReach(event.target.checked)}>
            <span>Look whether something answers there, by the rules of test requests.</span>
          </CheckLine>
        </Form>
        <aside
          className="grid min-w-0 content-start gap-4 border-line-soft border-l bg-app px-6 pt-4.5 pb-6 max-sm:border-t max-sm:border-l-0 max-sm:px-4 max-sm:pt-3.5 max-sm:pb-4.5"
          aria-label="What will be written"
        >
          {dryRun.error !== null && body !== null ? (
            <ApiErrorNote error={dryRun.error} />
          ) : dryRun.preview && body !== null ? (
            <PreviewSide
              preview={dryRun.preview}
              current={dryRun.current}
              body={{ ...body, reason: reason.trim() || "WHY" }}
              keeper={draft.keeper}
            />
          ) : (
            <p className="dim">
              The exact key and value stand here as soon as service, host and port are given
              {layout?.rules.some(({ key }) => key.includes("{datacenter")) && ", and the datacenter"}.
            </p>
          )}
          {layout?.write.note && <Note state="static">{layout.write.note}</Note>}
        </aside>
      </div>
    </Drawer>
  );
}

function missingWords(body: object | null, reason: string, waiting: string | null): string {
  if (waiting) return waiting;
  if (body === null) return "Something is missing still.";
  return reason.trim() === "" ? "A reason is missing." : "Written to the audit trail.";
}
