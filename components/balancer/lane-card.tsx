"use client";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { count as countText, plural } from "@/components/ui/format";
import type { PicksAnswer } from "@/lib/api/policies";
import { policyOf } from "@/lib/balancer/policies";
import type { PolicyId } from "@/lib/balancer/types";
import { Failures } from "./failures";
import { LaneBars } from "./lane-bars";
import { rowsOfPicks, rowsOfRun } from "./lane-rows";
import { Latency } from "./latency";
import { NextPicks } from "./next-picks";
import type { LaneRecord } from "./run-record";
import type { RunState } from "./use-run";

const LETTERS = "ABCDE";

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
      className="lane"
      title={
        <span className="lane-title" title={summary}>
          <i>{LETTERS[lane]}</i>
          {title}
        </span>
      }
      aside={record ? <Totals record={record} /> : picks && <span>{plural(count, "pick")}, nothing sent</span>}
    >
      {!narrow && <p className="lane-summary">{summary}</p>}
      {rows.length === 0 ? (
        // Before the first answer nothing is known, and nothing is said.
        (record || picks) && <p className="dim lane-rest">Nobody is registered at the moment.</p>
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
    <span className="lane-totals mono">
      <span>
        <b>{countText(answered)}</b> ok
      </span>
      {failed > 0 && (
        <span className="bad">
          <b>{countText(failed)}</b> failed, {share.toFixed(1)} %
        </span>
      )}
      {retries > 0 && <span>{retries === 1 ? "1 retry" : `${countText(retries)} retries`}</span>}
      {ejections > 0 && <span>{plural(ejections, "ejection")}</span>}
    </span>
  );
}
