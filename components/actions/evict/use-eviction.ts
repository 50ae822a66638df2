"use client";
import { useState } from "react";
import { type EvictionPreview, evictedSchema } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import type { InstanceRow } from "@/lib/registry/select";
import { ApiError } from "../../api/api-error";
import { mayBeWritten, sendJson } from "../../api/send-json";
import type { Was } from "./conflict";
import { evictionOf, type Mode } from "./eviction-of";
import { useEvictedToast } from "./use-evicted-toast";

export type Sending =
  | { state: "asking" }
  | { state: "sending" }
  /** The key was another than what was seen: nothing happened, and it is decided anew. */
  | { state: "conflict"; was: Was; error: ApiError }
  | { state: "failed"; error: unknown }
  | { state: "unknown"; error: unknown };

/** Sends the eviction and says what became of it; `onRead` where what the dialog shows does not hold any more. */
export function useEviction({ row, onDone, onRead }: { row: InstanceRow; onDone: () => void; onRead: () => void }) {
  const [sending, setSending] = useState<Sending>({ state: "asking" });
  const evicted = useEvictedToast();
  const evict = async (
    preview: EvictionPreview,
    mode: Mode,
    reason: string,
    overridden: ReadonlySet<GuardRule>,
    value: Was["value"],
  ) => {
    setSending({ state: "sending" });
    try {
      evicted(row, await sendJson(evictedSchema, evictionOf(preview, mode, reason, overridden)));
      onDone();
    } catch (error) {
      if (error instanceof ApiError && error.code === "conflict")
        setSending({ state: "conflict", was: { preview, value }, error });
      else setSending({ state: mayBeWritten(error) ? "unknown" : "failed", error });
      if (error instanceof ApiError && (error.code === "conflict" || error.code === "guarded")) onRead();
    }
  };
  /** The answer said that there is nothing left to evict. */
  const foundGone = sending.state === "conflict" && sending.error.problem?.current === null;
  return { sending, evict, foundGone };
}
