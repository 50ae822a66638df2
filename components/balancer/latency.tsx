"use client";
import { percentilesOf } from "@/lib/test-requests/tally";
import { binStartMs } from "./log-bins";
import type { LaneRecord } from "./run-record";

const WIDTH = 220;
const HEIGHT = 46;

/** `1.8 ms`, `240 ms`, `1.2 s` */
export function ms(value: number): string {
  if (value >= 1_000) return `${(value / 1_000).toFixed(1)} s`;
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

/** How long answers took, on a scale on which ten times as long is the same way further. */
export function Latency({ lane }: { lane: LaneRecord }) {
  const percentiles = percentilesOf(lane.tally.latencies);
  if (!percentiles) return null;
  const bins = Array.from(lane.latencyBins, (count) => count ?? 0);
  const first = Math.max(0, bins.findIndex((count) => count > 0) - 1);
  const shown = bins.slice(first).concat(0);
  const most = Math.max(...shown);
  const pitch = WIDTH / Math.max(8, shown.length);
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 border-line-soft border-t px-4 py-3">
      <div>
        <h3 className="mb-2 text-11 text-muted">Latency of answered requests</h3>
        <dl className="flex gap-4.5">
          {(["p50", "p90", "p99", "max"] as const).map((name) => (
            <div key={name}>
              <dt className="font-mono text-10 text-muted leading-normal">{name}</dt>
              <dd className="mono mt-0.5 whitespace-nowrap">{ms(percentiles[name])}</dd>
            </div>
          ))}
        </dl>
      </div>
      <svg
        className="h-auto w-55 max-w-full font-mono text-10"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 16}`}
        role="img"
        aria-label={`Latencies from ${ms(binStartMs(first))} to ${ms(percentiles.max)}`}
      >
        {shown.map((count, index) => (
          <rect
            className="fill-static"
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={index}
            x={index * pitch + 0.75}
            width={Math.max(1, pitch - 1.5)}
            y={HEIGHT - (count === 0 ? 1 : 2 + (count / most) * (HEIGHT - 2))}
            height={count === 0 ? 1 : 2 + (count / most) * (HEIGHT - 2)}
          />
        ))}
        <text className="fill-muted" x="0" y={HEIGHT + 13}>
          {ms(binStartMs(first))}
        </text>
        <text className="fill-muted" x={shown.length * pitch} y={HEIGHT + 13} textAnchor="end">
          {ms(binStartMs(first + shown.length))}
        </text>
      </svg>
    </div>
  );
}
