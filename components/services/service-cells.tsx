"use client";
import Link from "next/link";
import { headOf } from "@/components/events/event-kind";
import { EventAge } from "@/components/events/event-time-label";
import { FilterValue } from "@/components/query/filter-value";
import { servicePath } from "@/components/shell/pages";
import { count } from "@/components/ui/format";
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

export function ServiceName({ service }: { service: ServiceSummary }) {
  return (
    <span className="service-name">
      <StateGlyph state={stateOf(service)} label={stateOf(service)} />
      <span className="nm">
        <Link href={servicePath(service.name)} prefetch={false} tabIndex={-1} className="ell">
          <SafeText text={service.name} max={120} />
        </Link>
        <span className="mono ell">
          <SafeText text={keyPrefixOf(service) || "several prefixes"} max={120} />
        </span>
      </span>
    </span>
  );
}

/** How many are there, against how many should be; what is below its minimum is marked. */
export function InstanceCount({ service }: { service: ServiceSummary }) {
  const { total, counts, minimum, inService } = service;
  const below = isBelowMinimum(service);
  return (
    <span className="num dim" {...(below && { "data-state": total === 0 ? "gone" : "late" })}>
      <b className={below ? "text-state" : total === 0 && alarmOf(service) ? "none" : undefined}>{count(total)}</b>
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
    <span className="several" title={names.length > 1 ? names.slice(0, 20).join(", ") : undefined}>
      <FilterValue field={field} value={first} inRow>
        {tag ? <Tag>{text}</Tag> : <span className="ell">{text}</span>}
      </FilterValue>
      {names.length > 1 && <span className="num dim"> +{names.length - 1}</span>}
    </span>
  );
}

export function LastChange({ service }: { service: ServiceSummary }) {
  const event = useLastChange(service.name);
  if (!event)
    return (
      <span className="chg dim">
        <span className="ell">
          <ChangedAt service={service} />
        </span>
      </span>
    );
  const head = headOf(event);
  return (
    <span className="chg" data-state={head.tone}>
      <span className={head.quiet ? "ell" : "ell hot"}>
        {event.instance !== null && (
          <>
            <SafeText text={event.instance} max={24} />{" "}
          </>
        )}
        {head.word.toLowerCase()}
      </span>
      <EventAge at={event.at} />
    </span>
  );
}
