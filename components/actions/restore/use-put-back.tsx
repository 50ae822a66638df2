"use client";
import { useCallback } from "react";
import { restoredSchema } from "@/lib/api/evictions";
import { ApiError } from "../../api/api-error";
import { mayBeWritten, type Send, sendJson } from "../../api/send-json";
import { safeString } from "../../ui/safe-text-parts";
import { useToast } from "../../ui/toast";
import { auditPath } from "../audit-link";
import { SeenAt } from "../seen-at";
import { useUndo } from "../undo";

export function restorationOf(auditId: string): Send {
  return { method: "POST", path: "restorations", body: { auditId } };
}

/** Puts an evicted key back, as long as it is absent and its own lease lives; says what came of it. */
export function usePutBack() {
  const toast = useToast();
  const undo = useUndo();
  return useCallback(
    async (auditId: string, instance: string): Promise<boolean> => {
      const name = safeString(instance, 60);
      undo.withdraw(auditId);
      try {
        const restored = await sendJson(restoredSchema, restorationOf(auditId));
        toast({
          title: `${name} put back.`,
          description: <SeenAt revision={restored.revision} />,
          timeout: 12_000,
          data: { state: "alive", link: { href: auditPath(restored.auditId), label: "Audit entry" } },
        });
        return true;
      } catch (error) {
        toast({
          title: mayBeWritten(error) ? `Whether ${name} was put back is not known.` : `${name} not put back.`,
          description: error instanceof ApiError ? error.detail : "The answer did not arrive.",
          timeout: 20_000,
          data: { state: "late", link: { href: auditPath(auditId), label: "Audit entry" } },
        });
        return false;
      }
    },
    [toast, undo],
  );
}
