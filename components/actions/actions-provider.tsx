"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { HoldKeys } from "../ui/hold-keys";
import { useToast } from "../ui/toast";
import { type Actions, ActionsContext, type RegisterStart } from "./actions-context";
import { PutBackCommands } from "./restore/put-back-commands";
import { RestorablesProvider } from "./restore/restorables";
import { createTargetRegistry, TargetContext } from "./targets";
import { createUndoRegistry, UndoContext } from "./undo";
import { useActionCommands } from "./use-action-commands";
import { useActionKeys } from "./use-action-keys";
import { useDismiss } from "./use-dismiss";
import { useWrites } from "./use-writes";

// Loaded when first opened: no page needs them for its first paint.
const EvictDialog = dynamic(() => import("./evict/evict-dialog").then((module) => module.EvictDialog), {
  ssr: false,
  loading: HoldKeys,
});
const DrainDialog = dynamic(() => import("./drain/drain-dialog").then((module) => module.DrainDialog), {
  ssr: false,
  loading: HoldKeys,
});
const ResumeDialog = dynamic(() => import("./drain/resume-dialog").then((module) => module.ResumeDialog), {
  ssr: false,
  loading: HoldKeys,
});
const RegisterDrawer = dynamic(() => import("./register/register-drawer").then((module) => module.RegisterDrawer), {
  ssr: false,
  loading: HoldKeys,
});
const MinimumDialog = dynamic(() => import("./minimum-dialog").then((module) => module.MinimumDialog), {
  ssr: false,
  loading: HoldKeys,
});
const ImportDialog = dynamic(() => import("./import/import-dialog").then((module) => module.ImportDialog), {
  ssr: false,
  loading: HoldKeys,
});

type Open =
  | { dialog: "evict" | "drain" | "resume"; rows: readonly InstanceRow[] }
  | { dialog: "register"; start: RegisterStart }
  | { dialog: "minimum"; service: string }
  | { dialog: "import" };

/** Holds the one dialog that is open, what is in hand on the page, and the keys `e`, `d` and `u`. */
export function ActionsProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Open | null>(null);
  const [targets] = useState(createTargetRegistry);
  const [undo] = useState(createUndoRegistry);
  const writes = useWrites();
  const toast = useToast();
  const dismiss = useDismiss();
  const close = useCallback(() => setOpen(null), []);
  const may = writes.may;
  const reason = writes.may === "write" ? null : writes.reason;

  const actions = useMemo<Actions>(() => {
    const show = (next: Open) => {
      if (may === "write") setOpen(next);
      else toast({ title: "Nothing can be written now.", description: reason });
    };
    const act = (dialog: "evict" | "drain" | "resume") => (rows: readonly InstanceRow[]) => {
      if (rows.length > 0) show({ dialog, rows });
    };
    return {
      evict: act("evict"),
      drain: act("drain"),
      resume: act("resume"),
      register: (start = {}) => show({ dialog: "register", start }),
      setMinimum: (service) => show({ dialog: "minimum", service }),
      importFile: () => show({ dialog: "import" }),
      dismiss: (what) => {
        if (may === "write") void dismiss(what);
        else toast({ title: "Nothing can be written now.", description: reason });
      },
    };
  }, [may, reason, toast, dismiss]);

  const present = () => targets.read().filter(({ tombstone }) => tombstone === null);
  const drainOrResume = () => {
    const rows = present();
    const serving = rows.filter(({ adminState }) => adminState !== "draining");
    if (serving.length > 0) actions.drain(serving);
    else actions.resume(rows);
  };
  useActionKeys({
    e: () => actions.evict(present()),
    d: drainOrResume,
    u: () => {
      undo.run();
    },
  });
  useActionCommands({ actions, targets, writes });

  return (
    <ActionsContext value={actions}>
      <TargetContext value={targets}>
        <UndoContext value={undo}>
          <RestorablesProvider>
            <PutBackCommands />
            {children}
          </RestorablesProvider>
          {open?.dialog === "evict" && <EvictDialog rows={open.rows} onClose={close} />}
          {open?.dialog === "drain" && <DrainDialog rows={open.rows} onClose={close} />}
          {open?.dialog === "resume" && <ResumeDialog rows={open.rows} onClose={close} />}
          {open?.dialog === "register" && <RegisterDrawer start={open.start} onClose={close} />}
          {open?.dialog === "minimum" && <MinimumDialog service={open.service} onClose={close} />}
          {open?.dialog === "import" && <ImportDialog onClose={close} />}
        </UndoContext>
      </TargetContext>
    </ActionsContext>
  );
}
