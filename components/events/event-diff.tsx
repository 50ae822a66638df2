import type { Instance } from "@/lib/registry/types";
import { changesBetween } from "../instances/instance-fields";
import { SafeText } from "../ui/safe-text";

const SIDE = "px-2.5 py-0.75 wrap-anywhere text-ink";

/** What a change took away and brought, field by field. */
export function EventDiff({ before, after }: { before: Instance | null; after: Instance | null }) {
  // The title says whose event it is.
  const changes = changesBetween(before, after).filter(
    ({ field }) => (before && after) || (field !== "service" && field !== "instance"),
  );
  if (changes.length === 0) return <p className="dim">No field that Rollcall reads differs.</p>;
  return (
    <dl className="overflow-hidden rounded-control border border-line-soft font-mono font-normal text-meta leading-[1.6]">
      {changes.map(({ field, before: was, after: is }) => (
        <div className="border-line-soft border-b last:border-b-0" key={field}>
          <dt className="wrap-anywhere px-2.5 pt-1 pb-0.5 font-sans text-11 text-muted">
            <SafeText text={field} max={80} />
          </dt>
          {was !== null && (
            <dd className={`${SIDE} bg-gone-wash before:text-gone before:content-["-_"]`}>
              <span className="vh">before: </span>
              <SafeText text={was} max={400} expandable />
            </dd>
          )}
          {is !== null && (
            <dd className={`${SIDE} bg-alive-wash before:text-alive before:content-["+_"]`}>
              <span className="vh">after: </span>
              <SafeText text={is} max={400} expandable />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
