import type { InstanceRow } from "@/lib/registry/select";
import type { Liveness } from "@/lib/registry/types";
import { CAUSE_WORD } from "../events/event-kind";
import { StateLabel } from "../ui/state-glyph";
import { Tag } from "../ui/tag";

export const LIVENESS_WORD: Record<Liveness, string> = {
  alive: "Alive",
  late: "Late",
  overdue: "Overdue",
  static: "Static",
  gone: "Gone",
};

/** Liveness, and beside it the admin state where an operator has changed it. */
export function InstanceState({ row }: { row: InstanceRow }) {
  const { liveness, adminState, tombstone } = row;
  return (
    <span className="row">
      <StateLabel state={liveness} quiet={liveness === "alive" || liveness === "static"}>
        {tombstone ? CAUSE_WORD[tombstone.cause] : LIVENESS_WORD[liveness]}
      </StateLabel>
      {tombstone && <Tag>{tombstone.cause === "unknown" ? "cause unknown" : tombstone.certainty}</Tag>}
      {adminState === "draining" && <StateLabel state="draining">Draining</StateLabel>}
    </span>
  );
}
