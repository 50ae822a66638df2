"use client";
import { useCallback } from "react";
import { useToasts } from "../../ui/toast";
import { usePutBackMany } from "../restore/use-put-back-many";
import { useUndo } from "../undo";
import { PutBackLabel } from "./use-evicted-toast";

/** After the dialog of many was closed: the way back for all of them together stays on screen, and on `u`. */
export function useEvictedManyToast() {
  const { add, close } = useToasts();
  const undo = useUndo();
  const putBackMany = usePutBackMany();
  return useCallback(
    (auditIds: readonly string[]) => {
      const [first] = auditIds;
      if (first === undefined) return;
      const id = `many ${first}`;
      const run = () => {
        undo.withdraw(id);
        close(id);
        void putBackMany(auditIds);
      };
      add({
        id,
        title: `${auditIds.length} evicted.`,
        description: "Each can be put back as long as its lease lives and nobody took its place.",
        timeout: 0,
        data: { state: "left", link: { href: "/audit?action=evict", label: "Audit trail" } },
        actionProps: { children: <PutBackLabel count={auditIds.length} />, onClick: run },
      });
      undo.offer({ auditId: id, run });
    },
    [add, close, undo, putBackMany],
  );
}
