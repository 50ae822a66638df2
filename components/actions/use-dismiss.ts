"use client";
import { useCallback } from "react";
import { dismissedSchema } from "@/lib/api/minimums";
import { ApiError } from "../api/api-error";
import { type Send, sendJson } from "../api/send-json";
import { useToast } from "../ui/toast";
import { auditPath } from "./audit-link";

export type Dismissing = { ids: readonly string[] } | { services: readonly string[] };

export function dismissingOf(what: Dismissing): Send {
  return { method: "POST", path: "tombstones/dismiss", body: what };
}

/** Takes what is gone off the screen. The row vanishes when the view says so; only a failure has to be told. */
export function useDismiss() {
  const toast = useToast();
  return useCallback(
    async (what: Dismissing) => {
      try {
        const answer = await sendJson(dismissedSchema, dismissingOf(what));
        if (answer.minimums.length > 0)
          toast({
            title: "Dismissed.",
            description: `The minimum of ${answer.minimums.join(", ")} is taken away.`,
            data: { link: { href: auditPath(answer.auditId), label: "Audit entry" } },
          });
      } catch (error) {
        toast({ title: "Not dismissed.", description: error instanceof ApiError ? error.detail : String(error) });
      }
    },
    [toast],
  );
}
