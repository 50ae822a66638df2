"use client";
import { useCallback } from "react";
import { restoredSchema } from "@/lib/api/evictions";
import { ApiError } from "../../api/api-error";
import { sendJson } from "../../api/send-json";
import { useToast } from "../../ui/toast";
import { type Attempts, countAttempts, runAttempts } from "../attempts";
import { useUndo } from "../undo";
import { restorationOf } from "./use-put-back";

/** Puts back every one of these evictions that can be, a few at a time, and says how many could not and why. */
export function usePutBackMany() {
  const toast = useToast();
  const undo = useUndo();
  return useCallback(
    async (auditIds: readonly string[]): Promise<void> => {
      for (const id of auditIds) undo.withdraw(id);
      let last: Attempts<unknown> = new Map();
      const run = runAttempts(
        auditIds,
        (id) => sendJson(restoredSchema, restorationOf(id)),
        (attempts) => {
          last = attempts;
        },
      );
      await run.finished;
      const { done, failed } = countAttempts(last);
      const reasons = [...last.values()].flatMap((one) =>
        one.state === "failed" ? [one.error instanceof ApiError ? one.error.detail : "The answer did not arrive."] : [],
      );
      toast({
        title: failed === 0 ? `${done} put back.` : `${done} put back, ${failed} not.`,
        description: failed === 0 ? "As they were, under their own leases." : [...new Set(reasons)].join(" "),
        timeout: failed === 0 ? 12_000 : 0,
        data: { state: failed === 0 ? "alive" : "late", link: { href: "/audit?action=restore", label: "Audit trail" } },
      });
    },
    [toast, undo],
  );
}
