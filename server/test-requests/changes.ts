import type { ChangeLine } from "@/lib/api/test-requests";
import type { Candidate } from "@/lib/balancer/types";
import type { RegistryEvent } from "@/lib/registry/types";

/** What matters to whoever sends requests: heartbeats that are in time do not. */
const TOLD = new Set<RegistryEvent["type"]>([
  "registered",
  "updated",
  "re-registered",
  "late",
  "recovered",
  "removed",
  "drained",
  "resumed",
  "gap",
]);

/** The events of one service, as a run's timeline has them. */
export function changesOf(events: readonly RegistryEvent[], service: string, atMs: number): ChangeLine[] {
  return events.flatMap((event): ChangeLine[] => {
    const { type, cause, certainty, evidence } = event;
    if (!TOLD.has(type) || (event.service !== service && type !== "gap")) return [];
    return [
      {
        kind: "change",
        atMs,
        id: event.id,
        what: type,
        lane: null,
        instance: event.instanceId ?? event.key,
        name: event.instance,
        ...(cause && certainty && evidence !== undefined ? { cause, certainty, evidence } : {}),
        words: wordsOf(event),
        revision: event.revision,
      },
    ];
  });
}

/** Whose time is up: no event says so, the view does. */
export function overdueOf(before: readonly Candidate[], now: readonly Candidate[], atMs: number): ChangeLine[] {
  const was = new Map(before.map(({ instance, liveness }) => [instance.id, liveness]));
  return now.flatMap(({ instance, liveness }): ChangeLine[] => {
    if (liveness !== "overdue" || was.get(instance.id) === "overdue") return [];
    const words = "Its lease is over; etcd has not removed the key yet.";
    const id = `overdue:${instance.id}:${instance.createRevision}`;
    const { id: instanceId, instance: name } = instance;
    return [
      { kind: "change", atMs, id, what: "overdue", lane: null, instance: instanceId, name, words, revision: null },
    ];
  });
}

function wordsOf({ type, evidence, gap }: RegistryEvent): string {
  if (type === "removed") return evidence ?? "It left.";
  if (type === "gap") return gap?.detail ?? "What happened in between is not known.";
  return (
    {
      registered: "It registered.",
      updated: "Its registration changed.",
      "re-registered": "It registered again, under another lease.",
      late: "A heartbeat is overdue.",
      recovered: "Its heartbeats are back.",
      drained: "It was taken out of rotation.",
      resumed: "It is back in rotation.",
    }[type as string] ?? type
  );
}
