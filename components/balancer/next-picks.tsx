"use client";
import { SafeText } from "@/components/ui/safe-text";
import type { PicksAnswer } from "@/lib/api/policies";

const MOST = 12;

/** Whom the next requests would go to, in their order. */
export function NextPicks({ picks }: { picks: PicksAnswer }) {
  const names = new Map(picks.members.map(({ id, instance }) => [id, instance]));
  const next = picks.next.slice(0, MOST);
  return (
    <div className="lane-next">
      <h3>{next.length > 0 ? "Next would be" : "Nobody would be next"}</h3>
      <ol>
        {next.map((id, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in the order
          <li key={place} className="mono">
            <SafeText text={names.get(id) ?? id} max={28} />
          </li>
        ))}
      </ol>
    </div>
  );
}
