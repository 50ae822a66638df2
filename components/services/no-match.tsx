import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { Tag } from "@/components/ui/tag";

export interface Drop {
  label: string;
  /** How many would match without it. */
  matches: number;
  drop: () => void;
}

/** Says how to get a match: which filter to drop, and what that would bring. */
export function NoMatch({ what, drops, onClear }: { what: string; drops: readonly Drop[]; onClear: () => void }) {
  const best = drops.filter(({ matches }) => matches > 0).sort((a, b) => b.matches - a.matches)[0];
  return (
    <EmptyState title={`No ${what} matches`} plain>
      <p>
        {drops.map(({ label }) => (
          <span key={label}>
            <Tag>
              <SafeText text={label} max={60} />
            </Tag>{" "}
          </span>
        ))}
      </p>
      {best && (
        <p>
          {plural(best.matches, what)} {best.matches === 1 ? "matches" : "match"} without{" "}
          <span className="mono">
            <SafeText text={best.label} max={60} />
          </span>
          .
        </p>
      )}
      <div className="row">
        {best && drops.length > 1 && (
          <Button onClick={best.drop}>
            Drop <SafeText text={best.label} max={30} />
          </Button>
        )}
        <Button variant={drops.length > 1 ? "ghost" : "default"} onClick={onClear}>
          Clear all
        </Button>
      </div>
    </EmptyState>
  );
}
