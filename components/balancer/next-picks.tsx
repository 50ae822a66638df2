"use client";
import { SafeText } from "@/components/ui/safe-text";
import type { PicksAnswer } from "@/lib/api/policies";

const MOST = 12;

/** Whom the next requests would go to, in their order. */
export function NextPicks({ picks }: { picks: PicksAnswer }) {
  const names = new Map(picks.members.map(({ id, instance }) => [id, instance]));
  const next = picks.next.slice(0, MOST);
  return (
    <div className="border-line-soft border-t px-4 py-3">
      <h3 className="mb-2 text-11 text-muted">{next.length > 0 ? "Next would be" : "Nobody would be next"}</h3>
      <ol className="flex flex-wrap gap-1.25">
        {next.map((id, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the order
            key={place}
            className="mono rounded-[4px] border border-line-soft bg-raised px-1.5 py-px text-prose first:border-line-hard first:text-ink"
          >
            <SafeText text={names.get(id) ?? id} max={28} />
          </li>
        ))}
      </ol>
    </div>
  );
}
