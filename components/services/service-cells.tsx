"use client";
import Link from "next/link";
import { headOf } from "@/components/events/event-kind";
import { EventAge } from "@/components/events/event-time-label";
import { FilterValue } from "@/components/query/filter-value";
import { servicePath } from "@/components/shell/pages";
import { cn } from "@/components/ui/cn";
import { count } from "@/components/ui/format";
import { BELOW_NAME, NAME_LINK, RowName } from "@/components/ui/row-name";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Tag } from "@/components/ui/tag";
import { alarmOf } from "@/lib/registry/departures";
import { isBelowMinimum, type ServiceSummary } from "@/lib/registry/select";
import { worstOf } from "@/lib/registry/sort";
import { ChangedAt } from "./changed-at";
import { keyPrefixOf } from "./key-prefix";
import { useLastChange } from "./last-changes-provider";

/** The shape of a whole service: its worst present state; gone or left only where nobody is there. */
export function stateOf(service: ServiceSummary) {
  if (service.total === 0) return alarmOf(service) ? ("gone" as const) : ("left" as const);
  const worst = worstOf(service);
  if (worst !== "gone") return worst;
  return service.counts.alive > 0 ? ("alive" as const) : ("static" as const);
}

export function ServiceName({ service, compact }: { service: ServiceSummary /** On phones. */; compact?: boolean }) {
  return (
    <span className={cn("flex min-w-0 items-center gap-2.5", compact && "flex-1")}>
      <StateGlyph state={stateOf(service)} label={stateOf(service)} />
      <RowName>
        <Link
          href={servicePath(service.name)}
          prefetch={false}
          tabIndex={-1}
          className={cn(NAME_LINK, compact && "font-semibold text-14")}
        >
          <SafeText text={service.name} max={120} />
        </Link>
        {!compact && (
          <span className={BELOW_NAME}>
            <SafeText text={keyPrefixOf(service) || "several prefixes"} max={120} />
          </span>
        )}
      </RowName>
    </span>
  );
}

/** How many are there, against how many should be; what is below its minimum is marked. */
export function InstanceCount({ service }: { service: ServiceSummary }) {
  const { total, counts, minimum, inService } = service;
  const below = isBelowMinimum(service);
  return (
    <span className="num dim" {...(below && { "data-state": total === 0 ? "gone" : "late" })}>
      <b
        className={cn("font-semibold text-13", below || (total === 0 && alarmOf(service)) ? "text-state" : "text-ink")}
      >
        {count(total)}
      </b>
      {minimum !== null && (
        <span title={`${count(inService)} in service, at least ${count(minimum)} expected`}>
          {" "}
          / min {count(minimum)}
        </span>
      )}
      {counts.gone > 0 && <span title="Left within the last minutes"> −{count(counts.gone)}</span>}
    </span>
  );
}

/** How many live under a lease. How long they still have comes from watching the leases. */
export function LeaseSummary({ service: { total, counts } }: { service: ServiceSummary }) {
  const leased = total - counts.static;
  if (total === 0) return <span className="dim">nobody left</span>;
  if (leased === total) return <span className="mid">all leased</span>;
  if (leased === 0) return <span className="dim">no lease</span>;
  return (
    <span className="mid">
      <span className="num">{count(leased)}</span> leased, <span className="num">{count(counts.static)}</span> static
    </span>
  );
}

/** The first, and how many more. */
export function Several({ field, names, tag }: { field: string; names: readonly string[]; tag?: boolean }) {
  const [first] = names;
  if (first === undefined) return <span className="dim">{tag ? "" : "none"}</span>;
  const text = <SafeText text={first} max={40} />;
  return (
    <span
      className="flex min-w-0 items-center gap-1.25"
      title={names.length > 1 ? names.slice(0, 20).join(", ") : undefined}
    >
      <FilterValue field={field} value={first} inRow>
        {tag ? <Tag>{text}</Tag> : <span className="ell">{text}</span>}
      </FilterValue>
      {names.length > 1 && <span className="num dim"> +{names.length - 1}</span>}
    </span>
  );
}

const CHANGE = "flex min-w-0 items-baseline justify-between gap-2.5 text-12 text-prose";

export function LastChange({ service }: { service: ServiceSummary }) {
  const event = useLastChange(service.name);
  if (!event)
    return (
      <span className={cn(CHANGE, "text-muted")}>
        <span className="ell">
          <ChangedAt service={service} />
        </span>
      </span>
    );
  const head = headOf(event);
  return (
    <span className={CHANGE} data-state={head.tone}>
      <span className={head.quiet ? "ell" : "ell text-state"}>
        {event.instance !== null && (
          <>
            <SafeText text={event.instance} max={24} />{" "}
          </>
        )}
        {head.word.toLowerCase()}
      </span>
      <EventAge at={event.at} className="flex-none text-muted" />
    </span>
  );
}
