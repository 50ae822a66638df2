"use client";
import { FilterValue } from "@/components/query/filter-value";
import { SafeText } from "@/components/ui/safe-text";
import type { Grouping } from "@/lib/map/grouping";

const FIELDS: Record<Grouping, string> = { datacenter: "dc", namespace: "namespace", layout: "layout", none: "" };

/** What stands in a frame has in common; a click filters by it. */
export function GroupName({ group, grouping }: { group: string; grouping: Grouping }) {
  if (group === "") return grouping === "none" ? null : `no ${grouping}`;
  return (
    <FilterValue field={FIELDS[grouping]} value={group}>
      <SafeText text={group} max={80} />
    </FilterValue>
  );
}
