"use client";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { count as countText, plural } from "@/components/ui/format";
import type { PicksAnswer } from "@/lib/api/policies";
import { policyOf } from "@/lib/balancer/policies";
import type { PolicyId } from "@/lib/balancer/types";
import { Failures } from "./failures";
import { LaneBars } from "./lane-bars";
import { LaneLetter } from "./lane-letter";
import { rowsOfPicks, rowsOfRun } from "./lane-rows";
import { Latency } from "./latency";
import { NextPicks } from "./next-picks";
import type { LaneRecord } from "./run-record";
import type { RunState } from "./use-run";

/** One policy at work: in a run, or only in thought. */
export function LaneCard({
  lane,
  policy,
  record,
  picks,
  count,
  narrow,
  onAttempt,
}: {
  lane: number;
  policy: PolicyId;
  /** Null where nothing was sent. */
  record: LaneRecord | null;
  picks: PicksAnswer | null;
  count: number;
  narrow: boolean;
  onAttempt: RunState["onAttempt"];
}) {
  const { title, summary } = policyOf(policy);
  const rows = record ? rowsOfRun(record) : picks ? rowsOfPicks(picks, count) : [];
  return (
    <Card
      flush
      // Rows stand beside each other's, however many words stand above them.
      className="group-data-many/lanes:[&>header]:min-h-14.5"
      title={
        <span className="inline-flex items-center gap-2.5 group-data-many/lanes:whitespace-nowrap" title={summary}>
          <LaneLetter lane={lane} />
          {title}
        </span>
      }
      aside={record ? <Totals record={record} /> : picks && <span>{plural(count, "pick")}, nothing sent</span>}
    >
      {!narrow && <p className="px-4 pt-2.5 text-12 text-muted">{summary}</p>}
      {rows.length === 0 ? (
        // Before the first answer nothing is known, and nothing is said.
        (record || picks) && <p className="px-4 pt-2.5 pb-3 text-12 text-muted">Nobody is registered at the moment.</p>
      ) : (
        <LaneBars lane={lane} rows={rows} narrow={narrow} onAttempt={onAttempt} />
      )}
      {record ? (
        <>
          <Latency lane={record} />
          <Failures lane={record} />
        </>
      ) : (
        picks && <NextPicks picks={picks} />
      )}
    </Card>
  );
}

function Totals({ record: { tally } }: { record: LaneRecord }): ReactNode {
  const { answered, failed, retries, ejections } = tally;
  const share = answered + failed > 0 ? (failed / (answered + failed)) * 100 : 0;
  return (
    <span className="mono inline-flex flex-wrap justify-end gap-x-3.5 gap-y-1">
      <span>
        <b className="text-ink">{countText(answered)}</b> ok
      </span>
      {failed > 0 && (
        <span className="text-gone">
          <b>{countText(failed)}</b> failed, {share.toFixed(1)} %
        </span>
      )}
      {retries > 0 && <span>{retries === 1 ? "1 retry" : `${countText(retries)} retries`}</span>}
      {ejections > 0 && <span>{plural(ejections, "ejection")}</span>}
    </span>
  );
}
