import type { ActionName, Outcome } from "@/lib/audit/entry";

export const ACTION_WORD: Record<ActionName, string> = {
  evict: "Evict",
  restore: "Put back",
  drain: "Drain",
  resume: "Resume",
  register: "Register",
  "pause-hold": "Pause the lease",
  "resume-hold": "Renew again",
  "release-hold": "Release the lease",
  deregister: "Deregister",
  import: "Import",
  "set-minimum": "Set the minimum",
  dismiss: "Dismiss",
};

export const OUTCOME_WORD: Record<Outcome, string> = {
  pending: "Pending",
  done: "Done",
  refused: "Refused",
  conflict: "Conflict",
  failed: "Failed",
  unknown: "Not known",
};

export const OUTCOME_MEANING: Record<Outcome, string> = {
  pending: "Begun, and not answered yet.",
  done: "etcd did it.",
  refused: "A guard or the role refused it. Nothing was written.",
  conflict: "The key was another than what had been seen. Nothing was written.",
  failed: "etcd refused. Nothing was written.",
  unknown: "Whether it was done could not be found out.",
};
