import { Check, CircleHelp, Loader, ShieldX, X } from "lucide-react";
import type { Outcome } from "@/lib/audit/entry";
import { cn } from "../ui/cn";
import { OUTCOME_MEANING, OUTCOME_WORD } from "./words";

const ICON = { pending: Loader, done: Check, refused: ShieldX, conflict: X, failed: X, unknown: CircleHelp };

/** In ink: an outcome is no state of an instance. Shape and word tell them apart. */
export function OutcomeLabel({ outcome }: { outcome: Outcome }) {
  const Icon = ICON[outcome];
  return (
    <span
      className={cn("inline-flex items-center gap-1.75", outcome === "done" ? "text-prose" : "font-medium text-ink")}
      title={OUTCOME_MEANING[outcome]}
    >
      <Icon className="icon size-3.25" aria-hidden />
      {OUTCOME_WORD[outcome]}
    </span>
  );
}
