import type { EvictionPreview } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import type { Send } from "../../api/send-json";

export type Mode = "key" | "lease";

/** The request: what was seen, and nothing that was not. */
export function evictionOf(
  preview: EvictionPreview,
  mode: Mode,
  reason: string,
  overridden: ReadonlySet<GuardRule>,
): Send {
  return {
    method: "POST",
    path: "evictions",
    body: {
      key: preview.key,
      modRevision: preview.modRevision,
      mode,
      ...(mode === "lease" && preview.lease && { leaseDigest: preview.lease.keysDigest }),
      reason: reason.trim(),
      ...(overridden.size > 0 && { override: [...overridden] }),
    },
  };
}
