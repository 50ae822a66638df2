import { Check, CircleHelp, Loader, ShieldX, X } from "lucide-react";
import type { Outcome } from "@/lib/audit/entry";
import { OUTCOME_MEANING, OUTCOME_WORD } from "./words";

const ICON = { pending: Loader, done: Check, refused: ShieldX, conflict: X, failed: X, unknown: CircleHelp };

/** In ink: an outcome is no state of an instance. Shape and word tell them apart. */
export function OutcomeLabel({ outcome }: { outcome: Outcome }) {
  const Icon = ICON[outcome];
  return (
    <span className="outcome" data-outcome={outcome} title={OUTCOME_MEANING[outcome]}>
      <Icon className="icon" aria-hidden />
      {OUTCOME_WORD[outcome]}
    </span>
  );
}
