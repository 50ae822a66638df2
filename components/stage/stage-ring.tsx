"use client";
import { useRef } from "react";
import { LeaseRing, StillRing } from "@/components/leases/lease-ring";
import { momentOf, secondsText } from "@/components/leases/moment";
import { ticksOf } from "@/components/leases/ticks";
import { cn } from "@/components/ui/cn";
import type { LeaseReading } from "@/lib/leases/reading";
import { isPending } from "@/lib/registry/describe";
import type { RehearsalScene } from "@/lib/stage/rehearsal";
import type { Telling } from "@/lib/stage/types";

const SIZE = 596;

/** The one large ring: what is left of the lease, or that there is none. Sized by the stage's own unit. */
export function StageRing({ telling, scene }: { telling: Telling; scene: RehearsalScene }) {
  const reading = telling.lease === "there" ? scene.reading : null;
  const latest = useRef(reading);
  latest.current = reading;
  const moment = reading && momentOf(reading, scene.now, scene.notObservedSince);
  const state = moment?.state ?? (telling.lease === "gone" ? "gone" : "none");
  return (
    <div
      className="relative grid aspect-square place-items-center max-[760px]:w-[calc(52*var(--u))] [&>svg]:size-full"
      data-state={state}
    >
      {moment ? (
        <LeaseRing read={() => latest.current} size={SIZE} />
      ) : telling.lease === "gone" ? (
        <StillRing state="gone" size={SIZE} label="The lease is gone" />
      ) : (
        <StillRing state="static" size={SIZE} label="No lease" />
      )}
      {reading && moment && moment.state !== "unsure" && <Labels reading={reading} />}
      <div className="absolute inset-0 grid content-center justify-items-center text-center" aria-hidden>
        {moment ? (
          <>
            <b
              className={cn(
                NUMERAL,
                "text-[calc(21.6*var(--u))] leading-[0.84] tracking-[-0.022em]",
                NUMERAL_COLOUR[moment.state],
              )}
              data-left={moment.leftMs}
            >
              {moment.state === "unsure" ? "–" : secondsText(moment.leftMs)}
            </b>
            <span className={BELOW}>
              {moment.frozen ? "was left, when last heard" : `seconds left of ${moment.grantedSeconds}`}
            </span>
          </>
        ) : telling.lease === "gone" ? (
          <>
            <b className={cn(NUMERAL, WORD, "text-[calc(13*var(--u))] text-gone")}>gone</b>
            <span className={BELOW}>{scene.tombstone && !isPending(scene.tombstone) ? scene.tombstone.cause : ""}</span>
          </>
        ) : (
          <b className={cn(NUMERAL, WORD, "text-[calc(9*var(--u))] text-muted")}>no key</b>
        )}
      </div>
    </div>
  );
}

const NUMERAL = "font-medium tabular-nums";
const WORD = "leading-none tracking-[-0.04em]";
const BELOW = "mt-[calc(2.2*var(--u))] text-[max(24px,3*var(--u))] text-prose";
const NUMERAL_COLOUR = { alive: "text-alive", late: "text-late", overdue: "text-overdue", unsure: "text-muted" };

/** In turns of the ring. Nearer to the top its word would lie over that of the last heartbeat; the mark itself stays. */
const TOP_SHARE = 0.06;
const isClearOfTop = (at: number) => at > TOP_SHARE && at < 1 - TOP_SHARE;

/** Words for the top and for the first heartbeats that are due. */
function Labels({ reading }: { reading: LeaseReading }) {
  const ticks = ticksOf(reading);
  const missed = ticks.filter(({ kind }) => kind === "missed").at(-1);
  const next = ticks.find(({ kind }) => kind === "next");
  return (
    <div
      className="pointer-events-none absolute inset-0 whitespace-nowrap text-[max(18px,2*var(--u))] text-prose"
      aria-hidden
    >
      <span className="absolute top-[-3%] left-1/2 -translate-x-1/2 -translate-y-full">
        {reading.renewedAt === null ? "set by a new leader" : "last heartbeat"}
      </span>
      {[missed, next].map(
        (tick) =>
          tick &&
          isClearOfTop(tick.at) && (
            <span
              key={tick.kind}
              data-kind={tick.kind}
              style={{
                left: `${50 + 57 * Math.sin(2 * Math.PI * tick.at)}%`,
                top: `${50 - 54 * Math.cos(2 * Math.PI * tick.at)}%`,
              }}
              className={cn(
                "absolute -translate-y-1/2",
                tick.at > 0.5 && "-translate-x-full",
                tick.kind === "missed" && "text-late",
              )}
            >
              {tick.kind === "missed" ? "missed" : missed ? "due again" : "due"}
            </span>
          ),
      )}
    </div>
  );
}
