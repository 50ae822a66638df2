import type { GlyphState } from "@/components/ui/state-glyph";
import type { ChangeLine } from "@/lib/api/test-requests";

const WORDS: Record<ChangeLine["what"], [string, GlyphState]> = {
  registered: ["registered", "alive"],
  updated: ["updated", "alive"],
  "re-registered": ["registered again", "alive"],
  heartbeat: ["heartbeat", "alive"],
  late: ["late", "late"],
  recovered: ["recovered", "alive"],
  removed: ["gone", "gone"],
  drained: ["drained", "draining"],
  resumed: ["resumed", "alive"],
  "ttl-reset": ["all leases renewed", "static"],
  gap: ["gap", "static"],
  cleared: ["cleared", "static"],
  overdue: ["lease over", "overdue"],
  ejected: ["left out", "late"],
  returned: ["back", "alive"],
};

export function wordOf({ what, cause }: ChangeLine): string {
  return what === "removed" && cause && cause !== "unknown" ? cause : WORDS[what][0];
}

export function stateOf({ what }: ChangeLine): GlyphState {
  return WORDS[what][1];
}
