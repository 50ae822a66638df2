"use client";
import Link from "next/link";
import { instancePath } from "@/components/shell/pages";
import { SightingMark } from "@/components/sightings/sighting-mark";
import { cn } from "@/components/ui/cn";
import { count as countText } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { type GlyphState, StateGlyph } from "@/components/ui/state-glyph";
import { FAILED_LOOK } from "./failed-look";
import { Flights } from "./flights";
import { deviationOf, hindrance, type LaneRow } from "./lane-rows";
import type { RunState } from "./use-run";

/** More are counted at the foot: nobody reads a hundred bars. */
const MOST_ROWS = 40;

/** What each instance got, against what the policy promised. */
export function LaneBars({
  lane,
  rows,
  narrow,
  onAttempt,
}: {
  lane: number;
  rows: readonly LaneRow[];
  narrow: boolean;
  onAttempt: RunState["onAttempt"];
}) {
  const shown = rows.slice(0, MOST_ROWS);
  const most = Math.max(1, ...rows.map(({ picked, expected }) => Math.max(picked, expected))) * 1.08;
  const observed = rows.some(({ picked }) => picked > 0);
  return (
    <div className={cn("grid grid-cols-[84px_minmax(0,1fr)] pt-2 pr-4 pb-3 pl-2.5", narrow && "grid-cols-1 pl-4")}>
      {!narrow && <Flights lane={lane} rows={shown} onAttempt={onAttempt} />}
      <ul className="min-w-0" aria-label="Requests per instance">
        {shown.map((row) => (
          <Bar key={row.id} row={row} most={most} observed={observed} narrow={narrow} />
        ))}
      </ul>
      {rows.length > shown.length && (
        <p className="col-span-full pt-1.5 text-12 text-muted">
          and {countText(rows.length - shown.length)} more instances
        </p>
      )}
    </div>
  );
}

/** What fills a bar, from its left. */
const PART = "absolute inset-y-0 left-0 [transition:width_var(--t-ui)_linear,left_var(--t-ui)_linear]";

function Bar({ row, most, observed, narrow }: { row: LaneRow; most: number; observed: boolean; narrow: boolean }) {
  const { picked, failed, retried, expected } = row;
  const percent = (value: number) => `${Math.min(100, (value / most) * 100)}%`;
  const why = hindrance(row);
  const deviation = deviationOf(row);
  const off = expected >= 10 && Math.abs(picked / expected - 1) > 0.25;
  const words = `${row.name}: ${picked} picked${failed > 0 ? `, ${failed} failed` : ""}${retried > 0 ? `, ${retried} retries` : ""}, ${expected.toFixed(1)} expected${why ? `, ${why}` : ""}`;
  return (
    <li
      className={cn(
        "grid h-9 items-center max-sm:grid-cols-[14px_minmax(60px,96px)_minmax(30px,1fr)_auto]",
        narrow
          ? "grid-cols-[14px_minmax(60px,104px)_minmax(30px,1fr)_minmax(40px,auto)_62px] gap-2"
          : "grid-cols-[14px_minmax(70px,150px)_minmax(40px,1fr)_minmax(46px,auto)_84px] gap-2.5",
      )}
    >
      <StateGlyph state={glyphOf(row)} label={why ?? row.member.liveness} />
      <Link
        className={cn(
          "mono grid min-w-0 overflow-hidden text-ellipsis whitespace-nowrap text-ink leading-[15px] hover:underline",
          why && "text-prose",
        )}
        href={instancePath(row.id)}
        title={words}
      >
        <SafeText text={row.name} max={40} />
        {why && <span className="text-10 text-muted">{why}</span>}
        <SightingMark instance={{ id: row.id }} />
      </Link>
      <span
        className="relative h-2.75 rounded-cell bg-sunk shadow-[inset_0_0_0_1px_var(--line-soft)]"
        role="img"
        aria-label={words}
      >
        <i className={cn(PART, "rounded-l-cell bg-alive-quiet")} style={{ width: percent(picked - failed) }} />
        <i className={cn(PART, FAILED_LOOK)} style={{ left: percent(picked - failed), width: percent(failed) }} />
        {observed && expected > 0 && (
          <i className={cn(PART, "-top-1 -bottom-1 -ml-px w-0.5 bg-ink")} style={{ left: percent(expected) }} />
        )}
      </span>
      <span className="mono whitespace-nowrap text-right">
        {countText(picked)}
        {retried > 0 && (
          <small className="ml-1.25 text-10 text-muted" title={`${retried} retries came on top`}>
            +{countText(retried)}
          </small>
        )}
      </span>
      <span
        className={cn("mono whitespace-nowrap text-right max-sm:hidden", off ? "font-semibold text-ink" : "text-muted")}
      >
        {observed ? deviation : expected > 0 ? "" : "0 %"}
      </span>
    </li>
  );
}

function glyphOf({ member, present }: LaneRow): GlyphState {
  if (!present || member.liveness === "gone") return "gone";
  return member.adminState === "draining" ? "draining" : member.liveness;
}
