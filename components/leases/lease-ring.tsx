"use client";
import "./lease.css";
import { type CSSProperties, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { StateShape } from "@/components/ui/state-glyph";
import type { LeaseReading } from "@/lib/leases/reading";
import { type Glide, glided, glideTo, HALO_MS } from "./beat";
import { createSvgTicks, markTicks } from "./draw-ticks";
import { type LeaseMoment, leftText, momentSentence } from "./moment";
import { mayPulse } from "./rings";
import { type LeaseFrame, type ReadLease, useLeaseTick } from "./use-lease-tick";

/** From this size on a hand marks now and the ring moves with every frame. */
const LARGE_PX = 84;

/**
 * What remains of a lease, clockwise from its last heartbeat: the spent part grows, ticks say when the next heartbeat is
 * due, the soft end of the arc is as wide as what is known of the deadline.
 */
export function LeaseRing({
  read,
  size,
  className,
  onPaint,
}: {
  read: ReadLease;
  size: number;
  className?: string;
  /** For a numeral inside: written with the ring, by the same clock. */
  onPaint?: (moment: LeaseMoment | null, reading: LeaseReading | null) => void;
}) {
  const large = size >= LARGE_PX;
  const shown = useRef<number | null>(null);
  const glide = useRef<Glide | null>(null);
  const paint = (ring: SVGSVGElement, frame: LeaseFrame) => {
    const { moment, reading, now } = frame;
    if (moment && large) {
      if (frame.beat || frame.fresh)
        glide.current = glideTo(shown.current, moment.fraction, moment.grantedSeconds * 1_000, now) ?? glide.current;
      shown.current = glided(glide.current, moment.fraction, now);
    } else shown.current = moment?.fraction ?? null;
    paintRing(ring, frame, shown.current ?? 0);
    onPaint?.(moment, reading);
  };
  const element = useLeaseTick<SVGSVGElement>(read, paint, large);
  return (
    <RingFrame
      ref={element}
      size={size}
      state="alive"
      label="Lease, not observed yet"
      hand={large}
      {...(className && { className })}
    />
  );
}

/** A ring without anything to burn down: no lease, or gone. */
export function StillRing({ state, size, label }: { state: "static" | "gone" | "left"; size: number; label: string }) {
  return <RingFrame size={size} state={state} label={label} hand={false} />;
}

function RingFrame({
  ref,
  size,
  state,
  label,
  hand,
  className,
}: {
  ref?: React.Ref<SVGSVGElement>;
  size: number;
  state: "alive" | "static" | "gone" | "left";
  label: string;
  hand: boolean;
  className?: string;
}) {
  const large = size >= LARGE_PX;
  const radius = large ? 16 : 15;
  const circle = { cx: 18, cy: 18, r: radius, pathLength: 1 };
  const look = { "--w": large ? 1.7 : size < 30 ? 3.6 : 3, "--tw": large ? 0.8 : 1.6 } as CSSProperties;
  return (
    <svg
      ref={ref}
      className={cn("lease-ring block flex-none overflow-visible", className)}
      data-state={state}
      {...(large && { "data-large": "" })}
      width={size}
      height={size}
      viewBox="0 0 36 36"
      role="img"
      aria-label={label}
      style={look}
    >
      <circle className="halo opacity-0" {...circle} />
      <circle className="trk" {...circle} />
      <circle className="arc" {...circle} />
      <circle className="soft" {...circle} />
      <g className="ticks" />
      {hand && <line className="hand" x1="18" x2="18" y1="-0.6" y2="4.4" />}
      {!large && (
        <g className="core text-(--c)" transform="translate(12.5 12.5) scale(0.6875)">
          <g className="shape-alive">
            <StateShape state="alive" />
          </g>
          <g className="shape-late">
            <StateShape state="late" />
          </g>
          <g className="shape-overdue">
            <StateShape state="overdue" />
          </g>
          <g className="shape-static">
            <StateShape state="static" />
          </g>
          <g className="shape-gone">
            <StateShape state={state === "left" ? "left" : "gone"} />
          </g>
        </g>
      )}
    </svg>
  );
}

function paintRing(ring: SVGSVGElement, { moment, reading, fresh, beat }: LeaseFrame, fraction: number): void {
  const state = moment?.state ?? "unread";
  if (ring.dataset.state !== state) ring.dataset.state = state;
  if (moment) {
    const shift = fraction - moment.fraction;
    ring.style.setProperty("--f", fraction.toFixed(4));
    ring.style.setProperty("--lo", Math.max(0, moment.lowest + shift).toFixed(4));
    ring.style.setProperty("--hi", Math.min(1, moment.highest + shift).toFixed(4));
    ring.toggleAttribute("data-frozen", moment.frozen);
    label(ring, moment);
  }
  if (fresh && reading) markTicks(ring, reading, createSvgTicks(ring.hasAttribute("data-large")));
  if (beat) pulse(ring);
}

/** The words change with the second, not with the frame. */
function label(ring: SVGSVGElement, moment: LeaseMoment): void {
  const mark = `${moment.state} ${leftText(moment).split(".")[0]} ${moment.frozen}`;
  if (ring.dataset.said === mark) return;
  ring.dataset.said = mark;
  ring.setAttribute("aria-label", momentSentence(moment));
}

function pulse(ring: SVGSVGElement): void {
  if (!mayPulse()) return;
  ring.querySelector(".halo")?.animate(
    [
      { opacity: "var(--glow)", transform: "scale(0.96)" },
      { opacity: 0, transform: "scale(1.32)" },
    ],
    { duration: HALO_MS, easing: "cubic-bezier(0.2, 0.75, 0.25, 1)" },
  );
}
