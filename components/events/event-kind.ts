import { isGoodbyeEvent } from "@/lib/registry/departures";
import { isStoreReplaced } from "@/lib/registry/replaced-store";
import type { Cause, EventType, RegistryEvent } from "@/lib/registry/types";

/** What the chips on the Events page tell apart. */
export const EVENT_KINDS = ["registered", "changed", "heartbeat", "late", "left", "system"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const KIND_WORD: Record<EventKind, string> = {
  registered: "Registered",
  changed: "Changed",
  heartbeat: "Heartbeat",
  late: "Late",
  left: "Left",
  system: "System",
};

const KIND_OF: Record<EventType, EventKind> = {
  registered: "registered",
  "re-registered": "registered",
  updated: "changed",
  drained: "changed",
  resumed: "changed",
  heartbeat: "heartbeat",
  late: "late",
  recovered: "late",
  removed: "left",
  "ttl-reset": "system",
  gap: "system",
  cleared: "system",
};

export const TYPES_OF: Record<EventKind, readonly EventType[]> = {
  registered: ["registered", "re-registered"],
  changed: ["updated", "drained", "resumed"],
  heartbeat: ["heartbeat"],
  late: ["late", "recovered"],
  left: ["removed"],
  system: ["ttl-reset", "gap", "cleared"],
};

export function kindOf(event: RegistryEvent): EventKind {
  return KIND_OF[event.type];
}

/** Glyph and colour; `time` is iris, for what happened to time itself. */
export type EventTone = "alive" | "late" | "draining" | "gone" | "left" | "time";

export interface EventHead {
  tone: EventTone;
  word: string;
  /** Quiet: the normal case, in grey ink. */
  quiet: boolean;
}

export const CAUSE_WORD: Record<Cause, string> = {
  evicted: "Evicted",
  expired: "Expired",
  revoked: "Revoked",
  deleted: "Deleted",
  replaced: "Store replaced",
  // "Unknown" alone would read as an unknown event: it left, and that is all that is known.
  unknown: "Left",
};

const HEAD: Record<Exclude<EventType, "removed">, EventHead> = {
  registered: { tone: "alive", word: "Registered", quiet: true },
  "re-registered": { tone: "alive", word: "Re-registered", quiet: true },
  updated: { tone: "alive", word: "Changed", quiet: true },
  heartbeat: { tone: "alive", word: "Heartbeat", quiet: true },
  late: { tone: "late", word: "Late", quiet: false },
  recovered: { tone: "alive", word: "Recovered", quiet: true },
  drained: { tone: "draining", word: "Draining", quiet: false },
  resumed: { tone: "alive", word: "Resumed", quiet: true },
  "ttl-reset": { tone: "time", word: "Leases reset", quiet: false },
  gap: { tone: "late", word: "Gap", quiet: false },
  cleared: { tone: "late", word: "Cleared", quiet: false },
};

export function headOf(event: RegistryEvent): EventHead {
  if (event.type !== "removed") {
    const replaced = event.gap !== undefined && isStoreReplaced(event.gap.reason);
    return replaced ? { ...HEAD.gap, word: "Store replaced" } : HEAD[event.type];
  }
  const quiet = isGoodbyeEvent(event);
  return { tone: quiet ? "left" : "gone", word: CAUSE_WORD[event.cause ?? "unknown"], quiet };
}

/** How we know, in one word; null where etcd itself said it and nothing had to be worked out. */
export type Knowledge = "exact" | "inferred" | "sampled" | "unknown";

export function knowledgeOf(event: RegistryEvent): Knowledge | null {
  switch (event.type) {
    case "removed":
      return (event.cause ?? "unknown") === "unknown" ? "unknown" : (event.certainty ?? "inferred");
    case "heartbeat":
      // A PUT of the same value carries its revision; a keepalive is only seen through the lease.
      return event.certainty === "exact" || event.revision !== null ? "exact" : "sampled";
    case "late":
    case "recovered":
      return "sampled";
    default:
      return event.certainty === "inferred" ? "inferred" : null;
  }
}

export const KNOWLEDGE_MEANING: Record<Knowledge, string> = {
  exact: "etcd's own record says so, or this console did it.",
  inferred: "Worked out from other facts. The evidence says which.",
  sampled: "Seen by asking about the lease now and then, not told by etcd.",
  unknown: "Nothing tells why it left.",
};
