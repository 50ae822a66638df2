import type { Instance } from "@/lib/registry/types";
import { changesBetween } from "../instances/instance-fields";
import { SafeText } from "../ui/safe-text";

/** What a change took away and brought, field by field. */
export function EventDiff({ before, after }: { before: Instance | null; after: Instance | null }) {
  // The title says whose event it is.
  const changes = changesBetween(before, after).filter(
    ({ field }) => (before && after) || (field !== "service" && field !== "instance"),
  );
  if (changes.length === 0) return <p className="dim">No field that Rollcall reads differs.</p>;
  return (
    <dl className="diff">
      {changes.map(({ field, before: was, after: is }) => (
        <div key={field}>
          <dt>
            <SafeText text={field} max={80} />
          </dt>
          {was !== null && (
            <dd className="minus">
              <span className="vh">before: </span>
              <SafeText text={was} max={400} expandable />
            </dd>
          )}
          {is !== null && (
            <dd className="plus">
              <span className="vh">after: </span>
              <SafeText text={is} max={400} expandable />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
