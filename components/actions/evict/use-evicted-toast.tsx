"use client";
import { useCallback } from "react";
import type { Evicted } from "@/lib/api/evictions";
import type { InstanceRow } from "@/lib/registry/select";
import { useLiveStore } from "../../live/live-provider";
import { Kbd } from "../../ui/tag";
import { useToasts } from "../../ui/toast";
import { auditPath } from "../audit-link";
import { usePutBack } from "../restore/use-put-back";
import { nameOf } from "../row-menu";
import { useUndo } from "../undo";
import { FollowEvicted } from "./follow-evicted";
import { Laggards } from "./laggards";

/** Says that it was evicted, goes on watching whether it comes back, and offers the way back while there is one. */
export function useEvictedToast() {
  const { add, update, close } = useToasts();
  const undo = useUndo();
  const store = useLiveStore();
  const putBack = usePutBack();
  return useCallback(
    (row: InstanceRow, { auditId, revision, watchUntil, restorable, laggards }: Evicted) => {
      const noWayBack = () => {
        undo.withdraw(auditId);
        update(auditId, { actionProps: { children: null } });
      };
      const run = async () => {
        noWayBack();
        if (await putBack(auditId, row.instance.instance)) close(auditId);
      };
      add({
        id: auditId,
        title: `${nameOf(row)} evicted.`,
        description: (
          <>
            <FollowEvicted
              taken={{ id: row.instance.id, revision }}
              evictedAt={Date.now() + store.getState().clockOffsetMs}
              watchUntil={watchUntil}
              onBack={noWayBack}
            />
            <Laggards laggards={laggards} />
          </>
        ),
        timeout: 0,
        data: { state: "left", link: { href: auditPath(auditId), label: "Audit entry" } },
        ...(restorable && { actionProps: { children: <PutBackLabel />, onClick: () => void run() } }),
      });
      if (restorable) undo.offer({ auditId, run: () => void run() });
    },
    [add, update, close, undo, store, putBack],
  );
}

export function PutBackLabel({ count = 1 }: { count?: number }) {
  return (
    <>
      {count === 1 ? "Put back" : `Put back ${count}`}
      <span className="max-sm:hidden">
        <Kbd>u</Kbd>
      </span>
    </>
  );
}
