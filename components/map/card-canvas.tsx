"use client";
import { useEffect, useRef } from "react";
import { isBeatBetween } from "@/components/leases/beat";
import { frozenAt } from "@/components/leases/frozen-at";
import { momentOf } from "@/components/leases/moment";
import { useLiveStore } from "@/components/live/live-provider";
import { useTicker } from "@/components/live/ticker-context";
import type { LeaseReading } from "@/lib/leases/reading";
import { BODY } from "@/lib/map/card";
import type { Content, MapCell } from "@/lib/map/content";
import type { InstanceId, LeaseId } from "@/lib/registry/types";
import { type Slots, slotAt } from "./card-slots";
import { DIM, drawCells } from "./draw-cells";
import { drawRing } from "./draw-ring";
import type { Inks } from "./inks";
import { type Detail, useMapContext } from "./map-context";
import { mayPulseOnMap, pulseAt } from "./pulses";

const SCALE: Record<Detail, number> = { near: 2, middle: 1, far: 0.75 };
/** A halo reaches beyond its ring. */
const MARGIN = 5;

/**
 * The instances of one card. Rings burn down by the page's one clock; cells say only in which state they are, so they
 * are drawn when one of them changes and cost nothing in between.
 */
export function CardCanvas({
  content,
  slots,
  inks,
  fitting,
}: {
  content: Extract<Content, { cells: unknown }>;
  slots: Slots;
  inks: Inks;
  fitting: ReadonlySet<InstanceId> | null;
}) {
  const store = useLiveStore();
  const ticker = useTicker();
  const { detail } = useMapContext();
  const canvas = useRef<HTMLCanvasElement>(null);
  const beats = useRef(new Map<LeaseId, { reading: LeaseReading; at: number }>());
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || !ticker) return;
    const scale = SCALE[detail] * Math.min(2, window.devicePixelRatio || 1);
    element.width = Math.round((BODY.width + 2 * MARGIN) * scale);
    element.height = Math.round((BODY.height + 2 * MARGIN) * scale);
    const isDim = ({ id }: MapCell) => fitting !== null && !fitting.has(id);
    const begin = () => {
      context.setTransform(scale, 0, 0, scale, MARGIN * scale, MARGIN * scale);
      context.clearRect(-MARGIN, -MARGIN, BODY.width + 2 * MARGIN, BODY.height + 2 * MARGIN);
    };
    if (content.kind === "cells") {
      begin();
      drawCells(context, content.cells, slots, inks, isDim);
      return;
    }
    let frame = 0;
    const paint = (now: number) => {
      const state = store.getState();
      const frozen = frozenAt(state);
      let pulsing = false;
      begin();
      content.cells.forEach((cell, index) => {
        const reading =
          cell.leaseId === null || cell.state === "gone" ? null : (state.leases.get(cell.leaseId) ?? null);
        const pulse = reading && pulseAt(noted(beats.current, reading, now), now);
        pulsing ||= pulse !== null;
        context.globalAlpha = isDim(cell) ? DIM : 1;
        drawRing(context, cell, slotAt(slots, index), reading && momentOf(reading, now, frozen), pulse, inks);
      });
      context.globalAlpha = 1;
      cancelAnimationFrame(frame);
      // Four times a second is enough for what burns down; a pulse wants every frame as long as it lasts.
      if (pulsing) frame = requestAnimationFrame(() => paint(ticker.now()));
    };
    const stop = ticker.add(element, paint);
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [store, ticker, content, slots, inks, fitting, detail]);
  return <canvas ref={canvas} className="card-canvas" aria-hidden />;
}

/** When the newest heartbeat of a lease was seen by this card; 0 where none was. */
function noted(beats: Map<LeaseId, { reading: LeaseReading; at: number }>, reading: LeaseReading, now: number): number {
  const known = beats.get(reading.leaseId);
  if (known?.reading === reading) return known.at;
  const beat = isBeatBetween(known?.reading ?? null, reading) && mayPulseOnMap();
  const at = beat ? now : (known?.at ?? 0);
  beats.set(reading.leaseId, { reading, at });
  return at;
}
