"use client";
import { useRef, useState } from "react";
import type { HeldRegistration } from "@/lib/api/registrations";
import { ActionDialog } from "../actions/action-dialog";
import { guardedDelete } from "../actions/evict/evict-commands";
import { ReasonField } from "../actions/reason-field";
import { useWrites } from "../actions/use-writes";
import { curlWrite, etcdctlLines } from "../actions/write-commands";
import { leaseHex } from "../instances/instance-fields";
import { useOrigin } from "../instances/use-origin";
import { Button } from "../ui/button";
import { CommandBlock } from "../ui/command-block";
import { RawLine } from "../ui/raw-text";
import { SafeText } from "../ui/safe-text";
import { type HoldChange, holdChangeOf, useHoldChange } from "./use-hold-change";

const WORDS: Record<HoldChange, { verb: string; means: string }> = {
  pause: {
    verb: "Pause",
    means:
      "The console stops renewing the lease: the instance grows late, then etcd removes it. A rehearsal of a process that hangs. It can be resumed while the lease lives.",
  },
  resume: { verb: "Resume", means: "The console renews the lease again, if it still lives." },
  release: {
    verb: "Release",
    means: "The console lets go of it for good: nobody renews the lease, and the instance runs out. No way back.",
  },
  deregister: {
    verb: "Deregister",
    means:
      "Deletes the key, if it is still as the console wrote it, and ends its lease. No way back but registering again.",
  },
};

/** Asks before how a registration is held changes. */
export function HoldDialog({
  change,
  held,
  onClose,
}: {
  change: HoldChange;
  held: HeldRegistration;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const mutation = useHoldChange();
  const writes = useWrites();
  const origin = useOrigin();
  const { verb, means } = WORDS[change];
  const final = change === "release" || change === "deregister";
  const curl = curlWrite(origin, holdChangeOf({ change, held, reason: reason.trim() || "WHY" }));
  return (
    <ActionDialog
      onClose={onClose}
      initialFocus={field}
      title={
        <>
          {verb}{" "}
          <span className="mono">
            <SafeText text={held.instance} max={60} />
          </span>{" "}
          of <SafeText text={held.service} max={60} />?
        </>
      }
      lead={means}
      note={reason.trim() === "" ? "A reason is missing." : null}
      action={
        <Button
          large
          variant={final ? "fatal" : "primary"}
          disabled={reason.trim() === "" || mutation.isPending || writes.may !== "write"}
          onClick={() => mutation.mutate({ change, held, reason: reason.trim() }, { onSettled: onClose })}
        >
          {verb}
        </Button>
      }
    >
      <RawLine>
        <SafeText text={held.key} max={300} />
      </RawLine>
      <ReasonField inputRef={field} value={reason} onChange={setReason} />
      <CommandBlock commands={[curl, ...etcdctlOf(change, held)]} />
    </ActionDialog>
  );
}

/** Who renews a lease is the console's own affair, of which etcd knows nothing. */
function etcdctlOf(change: HoldChange, held: HeldRegistration) {
  if (change !== "deregister") return [];
  return etcdctlLines([guardedDelete(held), `etcdctl lease revoke ${leaseHex(held.leaseId)}`]);
}
