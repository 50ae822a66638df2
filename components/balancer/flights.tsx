"use client";
import { useEffect, useRef } from "react";
import { useReducedMotion } from "@/components/ui/media";
import type { AttemptLine } from "@/lib/api/test-requests";
import type { LaneRow } from "./lane-rows";
import type { RunState } from "./use-run";

export const LANE_ROW_PX = 36;
const WIDTH = 84;
const FLIGHT_MS = 520;
/** What comes on top is counted, not flown. */
const MOST_FLYING = 160;

interface Packet {
  row: number;
  bornAt: number;
  failed: boolean;
}

/** The way from here to each instance; each attempt flies along as it is told. Decorative: the bars say the same. */
export function Flights({
  lane,
  rows,
  onAttempt,
}: {
  lane: number;
  rows: readonly LaneRow[];
  onAttempt: RunState["onAttempt"];
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const still = useReducedMotion();
  const newest = useRef(rows);
  const redraw = useRef(() => {});
  const height = rows.length * LANE_ROW_PX;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const packets: Packet[] = [];
    let frame = 0;
    const draw = () => {
      frame = 0;
      const now = performance.now();
      for (let index = packets.length - 1; index >= 0; index--)
        if (now - (packets[index]?.bornAt ?? 0) > FLIGHT_MS) packets.splice(index, 1);
      drawFlights(element, newest.current, packets, now, height);
      if (packets.length > 0) frame = requestAnimationFrame(draw);
    };
    const off = onAttempt((line: AttemptLine) => {
      if (still || line.lane !== lane || packets.length >= MOST_FLYING || document.hidden) return;
      const row = newest.current.findIndex(({ id }) => id === line.instance);
      if (row < 0) return;
      packets.push({ row, bornAt: performance.now(), failed: line.outcome === "failed" });
      frame ||= requestAnimationFrame(draw);
    });
    // Where something flies the next frame shows it anyway.
    const anew = () => {
      frame ||= requestAnimationFrame(draw);
    };
    const theme = new MutationObserver(anew);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    redraw.current = anew;
    draw();
    return () => {
      off();
      theme.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [lane, still, onAttempt, height]);

  // Also where nothing flies: somebody has left, or a replay went back to when it was there.
  useEffect(() => {
    newest.current = rows;
    redraw.current();
  }, [rows]);

  return <canvas ref={canvas} className="block" aria-hidden style={{ width: WIDTH, height }} />;
}

function drawFlights(
  canvas: HTMLCanvasElement,
  rows: readonly LaneRow[],
  packets: readonly Packet[],
  now: number,
  height: number,
): void {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  canvas.width = WIDTH * ratio;
  canvas.height = Math.max(1, height) * ratio;
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(canvas);
  const ink = (name: string) => style.getPropertyValue(name);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const from = { x: 8, y: height / 2 };
  const to = (row: number) => ({ x: WIDTH - 4, y: (row + 0.5) * LANE_ROW_PX });
  context.lineWidth = 1.5;
  for (const [row, { member, present, failed }] of rows.entries()) {
    const end = to(row);
    const open = present && member.share > 0;
    context.strokeStyle = ink(failed > 0 ? "--gone" : open ? "--ink-4" : "--line-soft");
    context.globalAlpha = failed > 0 ? 0.6 : 1;
    context.setLineDash(open ? [] : [2, 4]);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.bezierCurveTo(WIDTH * 0.5, from.y, WIDTH * 0.4, end.y, end.x, end.y);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const { row, bornAt, failed } of packets) {
    const end = to(row);
    const t = Math.min(1, (now - bornAt) / FLIGHT_MS);
    const x = along(from.x, WIDTH * 0.5, WIDTH * 0.4, end.x, t);
    const y = along(from.y, from.y, end.y, end.y, t);
    context.fillStyle = ink(failed ? "--gone" : "--ink");
    context.beginPath();
    context.arc(x, y, 2.3, 0, Math.PI * 2);
    context.fill();
  }
  context.fillStyle = ink("--ink-3");
  context.beginPath();
  context.arc(from.x, from.y, 4.5, 0, Math.PI * 2);
  context.fill();
}

/** A point of a cubic Bézier curve. */
function along(a: number, b: number, c: number, d: number, t: number): number {
  const s = 1 - t;
  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
}
