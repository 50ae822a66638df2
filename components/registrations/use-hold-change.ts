"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deregisteredSchema, type HeldRegistration, heldChangeSchema } from "@/lib/api/registrations";
import { auditPath } from "../actions/audit-link";
import { ApiError } from "../api/api-error";
import { mayBeWritten, type Send, sendJson } from "../api/send-json";
import { safeString } from "../ui/safe-text-parts";
import { useToast } from "../ui/toast";

export type HoldChange = "pause" | "resume" | "release" | "deregister";

const DONE: Record<HoldChange, string> = {
  pause: "is not renewed any more: it runs out unless resumed.",
  resume: "is renewed again.",
  release: "is nobody's now: it runs out.",
  deregister: "deregistered.",
};

export interface HoldRequest {
  change: HoldChange;
  held: HeldRegistration;
  reason: string;
}

export function holdChangeOf({ change, held: { key, modRevision }, reason }: HoldRequest): Send {
  return change === "deregister"
    ? { method: "DELETE", path: "registrations", query: { key, modRevision, reason } }
    : { method: "POST", path: `registrations/${change}`, body: { key, reason } };
}

/** One change of how a registration is held; the list is asked again right after. */
export function useHoldChange() {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (asked: HoldRequest): Promise<{ auditId: string }> =>
      asked.change === "deregister"
        ? sendJson(deregisteredSchema, holdChangeOf(asked))
        : sendJson(heldChangeSchema, holdChangeOf(asked)),
    onSuccess: ({ auditId }, { change, held }) =>
      toast({
        title: `${safeString(held.instance, 60)} ${DONE[change]}`,
        timeout: 12_000,
        data: { link: { href: auditPath(auditId), label: "Audit entry" } },
      }),
    onError: (error, { change, held }) =>
      toast({
        title: mayBeWritten(error)
          ? `Whether ${safeString(held.instance, 60)} was changed is not known.`
          : `${safeString(held.instance, 60)}: no ${change}.`,
        description: error instanceof ApiError ? error.detail : "The answer did not arrive.",
        timeout: 20_000,
        data: { state: "late" },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["held"] }),
  });
}
