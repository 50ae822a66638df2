"use client";
import { useLiveStore } from "@/components/live/live-provider";
import { useTick } from "@/components/live/ticker-context";
import { useLive } from "@/components/live/use-live";
import { clock } from "@/components/ui/format";
import { AXIS, DUE_LINE } from "./chart-lines";
import { frozenAt } from "./frozen-at";
import { sawOf } from "./saw";
import { stripFor } from "./use-strip";

const WIDTH = 600;
const HEIGHT = 176;
const TOP = 14;
const BASE = 150;

/** Remaining time of one lease against the clock: what was seen of it, moving with the page's one clock. */
export function LeaseSaw({ leaseId }: { leaseId: string }) {
  const store = useLiveStore();
  const granted = useLive(({ leases }) => leases.get(leaseId)?.grantedSeconds ?? null);
  const rhythm = useLive(({ leases }) => leases.get(leaseId)?.rhythmMs ?? null);
  const windowMs = Math.max(60_000, (granted ?? 10) * 6_000);
  const svg = useTick<SVGSVGElement>((element, at) => {
    const state = store.getState();
    const reading = state.leases.get(leaseId);
    if (!reading) return;
    const now = Math.min(at, frozenAt(state) ?? at);
    const grantMs = reading.grantedSeconds * 1_000;
    const x = (moment: number) => WIDTH - ((now - moment) / windowMs) * WIDTH;
    const y = (leftMs: number) => BASE - (leftMs / grantMs) * (BASE - TOP);
    const pieces = sawOf(stripFor(reading), grantMs, now).filter(({ points }) => (points[1]?.at ?? 0) > now - windowMs);
    write(element, "[data-seen]", lines(pieces, true, x, y));
    write(element, "[data-unseen]", lines(pieces, false, x, y));
    const head = pieces.at(-1)?.points.at(-1);
    const dot = element.querySelector("circle");
    if (dot) {
      dot.setAttribute("visibility", head ? "visible" : "hidden");
      if (head) {
        dot.setAttribute("cx", x(head.at).toFixed(1));
        dot.setAttribute("cy", y(head.leftMs).toFixed(1));
      }
    }
    if (element.dataset.state !== reading.liveness) element.dataset.state = reading.liveness;
    const from = element.querySelector("[data-from]");
    if (from) from.textContent = clock(now - windowMs);
  });
  if (granted === null) return <p className="dim">Not observed yet.</p>;
  const lateBelow = rhythm === null ? null : BASE - (1 - rhythm / (granted * 1_000)) * (BASE - TOP);
  return (
    <svg
      ref={svg}
      className="block h-auto w-full overflow-visible font-mono text-10"
      fill="none"
      strokeWidth="1.6"
      strokeLinejoin="round"
      viewBox={`-30 0 ${WIDTH + 36} ${HEIGHT}`}
      role="img"
      aria-label={`Remaining time of the lease over the last ${Math.round(windowMs / 60_000)} minutes, full at every heartbeat that was seen`}
    >
      {lateBelow !== null && (
        <>
          <rect x="0" y={lateBelow} width={WIDTH} height={BASE - lateBelow} className="fill-late-wash opacity-50" />
          <path d={`M0 ${lateBelow}H${WIDTH}`} className={DUE_LINE} strokeDasharray="2 4" />
          <text className="fill-muted" x="6" y={BASE - 6}>
            past the next heartbeat
          </text>
        </>
      )}
      <path d={`M0 ${TOP}H${WIDTH}M0 ${BASE}H${WIDTH}`} className={AXIS} />
      <svg width={WIDTH} height={HEIGHT} overflow="hidden" aria-hidden>
        <path data-unseen className="stroke-faint" strokeDasharray="3 4" />
        <path data-seen className="stroke-alive" />
      </svg>
      <circle r="3.5" className="fill-state" visibility="hidden" />
      <text className="fill-muted" x="-8" y={TOP + 4} textAnchor="end">
        {granted}
      </text>
      <text className="fill-muted" x="-8" y={BASE + 4} textAnchor="end">
        0
      </text>
      <text className="fill-muted" x="0" y={HEIGHT - 4} data-from />
      <text className="fill-muted" x={WIDTH} y={HEIGHT - 4} textAnchor="end">
        now
      </text>
    </svg>
  );
}

type Scale = (value: number) => number;

/** Each tooth rises where the heartbeat was seen and falls to the next one. */
function lines(pieces: ReturnType<typeof sawOf>, seen: boolean, x: Scale, y: Scale): string {
  let d = "";
  let lastY: number | null = null;
  for (const { points, seen: isSeen } of pieces) {
    const [start, end] = points;
    if (!start || !end) continue;
    if (isSeen === seen)
      d += `M${x(start.at).toFixed(1)} ${(lastY ?? y(start.leftMs)).toFixed(1)}V${y(start.leftMs).toFixed(1)}L${x(end.at).toFixed(1)} ${y(end.leftMs).toFixed(1)}`;
    lastY = y(end.leftMs);
  }
  return d;
}

function write(root: Element, selector: string, d: string): void {
  root.querySelector(selector)?.setAttribute("d", d);
}
