import { departureOf } from "@/lib/registry/departures";
import type { InstanceRow } from "@/lib/registry/select";
import type { Drain, Liveness } from "@/lib/registry/types";
import { CAUSE_WORD } from "../events/event-kind";
import { SightingMark } from "../sightings/sighting-mark";
import { timestamp } from "../ui/format";
import { StateLabel } from "../ui/state-glyph";
import { Tag } from "../ui/tag";

export const LIVENESS_WORD: Record<Liveness, string> = {
  alive: "Alive",
  late: "Late",
  overdue: "Overdue",
  static: "Static",
  gone: "Gone",
};

/** The admin state, apart from liveness; until when is its title. */
export function DrainLabel({ drain }: { drain: Drain }) {
  const until = drain.until === null ? "until somebody resumes it" : `until ${timestamp(drain.until).slice(0, 19)}`;
  return (
    <span title={`Drained ${until}`}>
      <StateLabel state="draining">Draining</StateLabel>
    </span>
  );
}

/** Liveness; of one that is gone its cause, in red only where it is an alarm. */
export function LivenessLabel({ row: { liveness, tombstone } }: { row: InstanceRow }) {
  const state = tombstone ? departureOf(tombstone) : liveness;
  return (
    <StateLabel state={state} quiet={state === "alive" || state === "static" || state === "left"}>
      {tombstone ? CAUSE_WORD[tombstone.cause] : LIVENESS_WORD[liveness]}
    </StateLabel>
  );
}

/** Liveness, and beside it the admin state where an operator has changed it. */
export function InstanceState({ row }: { row: InstanceRow }) {
  const { drain, tombstone } = row;
  return (
    <span className="row">
      <LivenessLabel row={row} />
      {tombstone && <Tag>{tombstone.cause === "unknown" ? "cause unknown" : tombstone.certainty}</Tag>}
      {drain && <DrainLabel drain={drain} />}
      {!tombstone && <SightingMark instance={row.instance} />}
    </span>
  );
}
