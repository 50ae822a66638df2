import type { EvictionPreview } from "@/lib/api/evictions";

/** How many of them may come back by themselves. */
export function countComingBack(previews: readonly EvictionPreview[]): number {
  return previews.filter(({ comesBack: { key } }) => key.verdict === "will" || key.verdict === "may").length;
}
