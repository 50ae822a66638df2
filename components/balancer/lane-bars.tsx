"use client";
import Link from "next/link";
import { instancePath } from "@/components/shell/pages";
import { SightingMark } from "@/components/sightings/sighting-mark";
import { count as countText } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { type GlyphState, StateGlyph } from "@/components/ui/state-glyph";
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
    <div className="lane-body" {...(narrow && { "data-narrow": "" })}>
      {!narrow && <Flights lane={lane} rows={shown} onAttempt={onAttempt} />}
      <ul className="lane-rows" aria-label="Requests per instance">
        {shown.map((row) => (
          <Bar key={row.id} row={row} most={most} observed={observed} />
        ))}
      </ul>
      {rows.length > shown.length && (
        <p className="dim lane-rest">and {countText(rows.length - shown.length)} more instances</p>
      )}
    </div>
  );
}

function Bar({ row, most, observed }: { row: LaneRow; most: number; observed: boolean }) {
  const { picked, failed, retried, expected } = row;
  const percent = (value: number) => `${Math.min(100, (value / most) * 100)}%`;
  const why = hindrance(row);
  const deviation = deviationOf(row);
  const off = expected >= 10 && Math.abs(picked / expected - 1) > 0.25;
  const words = `${row.name}: ${picked} picked${failed > 0 ? `, ${failed} failed` : ""}${retried > 0 ? `, ${retried} retries` : ""}, ${expected.toFixed(1)} expected${why ? `, ${why}` : ""}`;
  return (
    <li {...(why && { "data-out": "" })}>
      <StateGlyph state={glyphOf(row)} label={why ?? row.member.liveness} />
      <Link className="mono lane-name" href={instancePath(row.id)} title={words}>
        <SafeText text={row.name} max={40} />
        {why && <span className="lane-why">{why}</span>}
        <SightingMark instance={{ id: row.id }} />
      </Link>
      <span className="lane-bar" role="img" aria-label={words}>
        <i className="ok" style={{ width: percent(picked - failed) }} />
        <i className="bad" style={{ left: percent(picked - failed), width: percent(failed) }} />
        {observed && expected > 0 && <i className="want" style={{ left: percent(expected) }} />}
      </span>
      <span className="mono lane-count">
        {countText(picked)}
        {retried > 0 && <small title={`${retried} retries came on top`}>+{countText(retried)}</small>}
      </span>
      <span className="mono lane-off" {...(off && { "data-far": "" })}>
        {observed ? deviation : expected > 0 ? "" : "0 %"}
      </span>
    </li>
  );
}

function glyphOf({ member, present }: LaneRow): GlyphState {
  if (!present || member.liveness === "gone") return "gone";
  return member.adminState === "draining" ? "draining" : member.liveness;
}
