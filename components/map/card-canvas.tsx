"use client";
import { useEffect, useRef, useState } from "react";
import { frozenAt } from "@/components/leases/frozen-at";
import { momentOf } from "@/components/leases/moment";
import { mayMove } from "@/components/leases/rings";
import { useLiveStore } from "@/components/live/live-provider";
import { useTicker } from "@/components/live/ticker-context";
import { BODY } from "@/lib/map/card";
import { type Slots, slotAt } from "@/lib/map/card-slots";
import type { Content, MapCell } from "@/lib/map/content";
import type { InstanceId } from "@/lib/registry/types";
import { DIM, drawCells } from "./draw-cells";
import { drawRing } from "./draw-ring";
import type { Inks } from "./inks";
import { type Detail, useMapContext } from "./map-context";
import { createBeats } from "./pulses";

const SCALE: Record<Detail, number> = { near: 2, middle: 1, far: 0.75 };
/** A halo reaches beyond its ring. */
const MARGIN = 5;

/**
 * The instances of one card. Rings burn down by the page's one clock. Cells say only in which state they are, and light
 * up for a heartbeat where they are large enough to be seen: in between they cost a look, not a drawing.
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
  const { detail, rings } = useMapContext();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [beats] = useState(createBeats);
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
    const readingOf = ({ leaseId, state }: MapCell) =>
      leaseId === null || state === "gone" || state === "left" ? null : (store.getState().leases.get(leaseId) ?? null);
    const pulseOf = (cell: MapCell, now: number) => {
      const reading = readingOf(cell);
      return reading && beats.pulse(reading, now);
    };

    if (content.kind === "cells") {
      const paint = (pulses: ReadonlyMap<InstanceId, number>) => {
        begin();
        drawCells(context, content.cells, { slots, inks, isDim, pulses });
      };
      paint(new Map());
      if (detail !== "near" || !mayMove()) return;
      let lit = false;
      return ticker.add(element, (now) => {
        const pulses = new Map(
          content.cells.flatMap((cell): [InstanceId, number][] => {
            const pulse = pulseOf(cell, now);
            return pulse === null ? [] : [[cell.id, pulse]];
          }),
        );
        if (lit || pulses.size > 0) paint(pulses);
        lit = pulses.size > 0;
      });
    }

    let frame = 0;
    const paint = (now: number) => {
      const frozen = frozenAt(store.getState());
      const withHalo = rings.isFew() && mayMove();
      let pulsing = false;
      begin();
      content.cells.forEach((cell, index) => {
        const reading = readingOf(cell);
        const pulse = reading && beats.pulse(reading, now);
        pulsing ||= pulse !== null;
        context.globalAlpha = isDim(cell) ? DIM : 1;
        const moment = reading && momentOf(reading, now, frozen);
        drawRing(context, cell, slotAt(slots, index), moment, withHalo ? pulse : null, inks);
      });
      context.globalAlpha = 1;
      cancelAnimationFrame(frame);
      // Four times a second is enough for what burns down; a pulse wants every frame as long as it lasts.
      if (pulsing && withHalo) frame = requestAnimationFrame(() => paint(ticker.now()));
    };
    const stop = ticker.add(element, (now) => {
      rings.drawn(content.cells.length, now);
      paint(now);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [store, ticker, content, slots, inks, fitting, detail, rings, beats]);
  return <canvas ref={canvas} className="card-canvas absolute -top-1.25 -left-1.25 h-[50px] w-[230px]" aria-hidden />;
}
