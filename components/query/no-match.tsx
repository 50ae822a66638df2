import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { Tag } from "@/components/ui/tag";
import { compile } from "@/lib/query/compile";
import { without } from "@/lib/query/edit";
import { print } from "@/lib/query/print";
import type { ListQuery } from "./use-list-query";

interface Drop {
  label: string;
  /** How many would match without it. */
  matches: number;
  drop: () => void;
}

/** Says how to get a match: which part of the query to drop, and what that would bring. */
export function NoMatch<T>({
  what,
  query,
  subjects,
}: {
  /** In the singular: service. */
  what: string;
  query: ListQuery<T>;
  subjects: readonly T[];
}) {
  const drops = dropsOf(query, subjects);
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
        <Button variant={drops.length > 1 ? "ghost" : "default"} onClick={() => query.write("")}>
          Clear all
        </Button>
      </div>
    </EmptyState>
  );
}

/** Each part, and how many would match without it. */
function dropsOf<T>({ parts, query, language, text, write }: ListQuery<T>, subjects: readonly T[]): Drop[] {
  return parts.map((part) => {
    const rest = compile({ ...query, parts: parts.filter((other) => other !== part), mistakes: [] }, language);
    return {
      label: print([part]),
      matches: subjects.filter(rest.matches).length,
      drop: () => write(without(text, part)),
    };
  });
}
