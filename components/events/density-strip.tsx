"use client";
import { useEffect, useRef } from "react";
import { momentOf } from "@/components/ui/time-words";
import { useTicker } from "../live/ticker-context";
import { densityOf, spanFor } from "./density";
import { describeDensity, drawDensity } from "./density-draw";
import type { LogSnapshot } from "./event-log";

const BAR = 8;

interface DensityStripProps {
  snapshot: LogSnapshot;
  /** The rows in sight, newest first. */
  sight: { from: number; to: number };
}

/** How much happened when, as far as it was read: now at the right edge, what is in sight framed in iris. */
export function DensityStrip({ snapshot, sight }: DensityStripProps) {
  const ticker = useTicker();
  const canvas = useRef<HTMLCanvasElement>(null);
  const axis = useRef<HTMLDivElement>(null);
  const latest = useRef({ snapshot, sight });
  latest.current = { snapshot, sight };

  useEffect(() => {
    const target = canvas.current;
    if (!target || !ticker) return;
    let drawnAt = Number.NEGATIVE_INFINITY;
    let drawn: unknown = null;
    const paint = (now: number) => {
      const { snapshot: log, sight: window } = latest.current;
      const what = `${log.length} ${log.rows.at(log.length - 1)?.id} ${window.from} ${window.to} ${target.clientWidth}`;
      // The axis moves by a bar in some seconds at the least: once a second is often enough when nothing came.
      if (what === drawn && now - drawnAt < 1000) return;
      drawnAt = now;
      drawn = what;
      const count = Math.max(20, Math.floor(target.clientWidth / BAR));
      const oldest = momentOf(log.rows.find((event) => event.at !== null)?.at ?? null);
      const density = densityOf(log.rows, log.length, now, spanFor(oldest, now), count);
      drawDensity(target, density, { log, window, oldest });
      describeDensity(target, axis.current, density);
    };
    const onTheme = new MutationObserver(() => {
      drawn = null;
    });
    onTheme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const stop = ticker.add(target, paint);
    return () => {
      stop();
      onTheme.disconnect();
    };
  }, [ticker]);

  return (
    <div className="mb-3">
      <canvas
        className="block h-11 w-full border-line border-b"
        ref={canvas}
        role="img"
        aria-label="Events over time"
      />
      <div ref={axis} className="num mt-1 flex h-4 justify-between text-muted" aria-hidden />
    </div>
  );
}
