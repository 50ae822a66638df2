"use client";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { type Imported, importedSchema } from "@/lib/api/imports";
import { ApiErrorNote } from "../../api/api-error-note";
import { mayBeWritten, type Send, sendJson } from "../../api/send-json";
import { useOrigin } from "../../instances/use-origin";
import { Button } from "../../ui/button";
import { CommandBlock } from "../../ui/command-block";
import { CheckLine, FormField, TextArea } from "../../ui/form-field";
import { MoreButton } from "../../ui/link";
import { Note } from "../../ui/note";
import { ActionDialog } from "../action-dialog";
import { ReasonField } from "../reason-field";
import { useWrites } from "../use-writes";
import { curlWrite } from "../write-commands";
import { ImportEntries } from "./import-entries";

type Step =
  | { state: "file" }
  | { state: "asking"; dryRun: boolean }
  | { state: "answered"; answer: Imported; file: string; overwrite: boolean }
  | { state: "failed"; error: unknown; dryRun: boolean };

const EXAMPLE = `rollcall: 1
registrations:
  - layout: path
    service: orders
    datacenter: eu-west
    host: 10.0.1.9
    port: 3000`;

/** A static file of registrations: first the difference to what etcd has, then the import. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState("");
  const [overwrite, setOverwrite] = useState(false);
  const [reason, setReason] = useState("");
  const [step, setStep] = useState<Step>({ state: "file" });
  const text = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const origin = useOrigin();
  const writes = useWrites();

  const ask = async (dryRun: boolean) => {
    setStep({ state: "asking", dryRun });
    try {
      const answer = await sendJson(importedSchema, importOf(file, overwrite, reason, dryRun));
      setStep({ state: "answered", answer, file, overwrite });
    } catch (error) {
      setStep({ state: "failed", error, dryRun });
    }
  };

  // A difference holds for the file and the choice it was made of.
  const difference =
    step.state === "answered" && step.file === file && (step.overwrite === overwrite || !step.answer.dryRun)
      ? step.answer
      : null;
  const written = difference !== null && !difference.dryRun;
  const changes = difference ? difference.counts.create + (overwrite ? difference.counts.update : 0) : 0;
  const busy = step.state === "asking";

  return (
    <ActionDialog
      wide
      onClose={onClose}
      initialFocus={text}
      title="Import registrations"
      lead="A static file in YAML or JSON. Nothing is written before the difference was shown. The keys carry no lease: they stay until somebody deletes them."
      cancel={written ? "Close" : "Cancel"}
      note={
        writes.may === "wait"
          ? writes.reason
          : difference?.dryRun && changes > 0 && reason.trim() === ""
            ? "A reason is missing."
            : null
      }
      action={
        written ? null : difference ? (
          <Button
            large
            variant="primary"
            icon={FileUp}
            disabled={busy || changes === 0 || reason.trim() === "" || writes.may !== "write"}
            onClick={() => void ask(false)}
          >
            {changes === 0 ? "Nothing to import" : `Import ${changes}`}
          </Button>
        ) : (
          <Button
            large
            variant="primary"
            disabled={busy || file.trim() === "" || writes.may !== "write"}
            onClick={() => void ask(true)}
          >
            {busy ? "Asking" : "Show the difference"}
          </Button>
        )
      }
    >
      {step.state === "failed" && mayBeWritten(step.error) && !step.dryRun && (
        <Note state="late">
          <b>How much of it was written is not known.</b> Show the difference again: it says what etcd has now.
        </Note>
      )}
      {step.state === "failed" && <ApiErrorNote error={step.error} />}
      {!written && (
        <>
          <FormField label="The file" aside={<Chooser onChoose={() => chooser.current?.click()} />}>
            {(props) => (
              <TextArea
                {...props}
                ref={text}
                mono
                rows={9}
                spellCheck={false}
                placeholder={EXAMPLE}
                value={file}
                onChange={(event) => setFile(event.target.value)}
              />
            )}
          </FormField>
          <input
            ref={chooser}
            type="file"
            className="vh"
            tabIndex={-1}
            aria-label="Choose a file"
            accept=".yaml,.yml,.json,application/json,text/yaml"
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              event.target.value = "";
              if (chosen) void chosen.text().then(setFile);
            }}
          />
          <CheckLine checked={overwrite} onChange={(event) => setOverwrite(event.target.checked)}>
            <span>Also change keys that are there with another value. Their leases stay attached.</span>
          </CheckLine>
        </>
      )}
      {difference && <ImportEntries answer={difference} />}
      {difference?.dryRun && changes > 0 && (
        <ReasonField value={reason} onChange={setReason} placeholder="Where the file comes from" />
      )}
      {!written && file.trim() !== "" && (
        <CommandBlock commands={[curlWrite(origin, importOf(file, overwrite, reason, difference === null))]} />
      )}
    </ActionDialog>
  );
}

function Chooser({ onChoose }: { onChoose: () => void }) {
  return <MoreButton onClick={onChoose}>Choose a file</MoreButton>;
}

function importOf(file: string, overwrite: boolean, reason: string, dryRun: boolean): Send {
  return {
    method: "POST",
    path: "imports",
    query: { ...(dryRun && { dryRun: true }) },
    body: {
      format: /^\s*\{/.test(file) ? "json" : "yaml",
      file,
      overwrite,
      ...(reason.trim() !== "" && { reason: reason.trim() }),
    },
  };
}
