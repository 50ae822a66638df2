import type { LeaseReading } from "@/lib/leases/reading";
import { type Tick, ticksOf } from "./ticks";

const SVG = "http://www.w3.org/2000/svg";

type MakeTick = (tick: Tick) => Element;

/** Draws the due times into the `.ticks` of a ring or bar, only where they are others. */
export function markTicks(root: Element, reading: LeaseReading, make: MakeTick): void {
  const holder = root.querySelector<HTMLElement | SVGElement>(".ticks");
  if (!holder) return;
  const ticks = ticksOf(reading);
  const mark = ticks.map(({ at, kind }) => `${at.toFixed(3)}${kind[0]}`).join();
  if (holder.dataset.ticks === mark) return;
  holder.dataset.ticks = mark;
  holder.replaceChildren(...ticks.map(make));
}

export const createSvgTicks =
  (large: boolean): MakeTick =>
  ({ at, kind }) => {
    const line = document.createElementNS(SVG, "line");
    line.setAttribute("class", `due ${kind}`);
    line.setAttribute("x1", "18");
    line.setAttribute("x2", "18");
    line.setAttribute("y1", large ? "0" : "1");
    line.setAttribute("y2", large ? "4.2" : "5.4");
    line.style.setProperty("--k", at.toFixed(4));
    return line;
  };

export const barTick: MakeTick = ({ at, kind }) => {
  const tick = document.createElement("i");
  tick.className = `due ${kind}`;
  tick.style.setProperty("--k", at.toFixed(4));
  return tick;
};
