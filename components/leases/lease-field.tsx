"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import { useTick } from "@/components/live/ticker-context";
import { count } from "@/components/ui/format";
import { cellAt, type Field, fieldFor } from "./field";
import { createFieldPainter, type PaintField } from "./field-draw";
import { followReadings } from "./followed";
import { frozenAt } from "./frozen-at";
import { type LeaseRow, leasePath } from "./lease-rows";

const MOST_HEIGHT_PX = 190;

/**
 * Every lease at once, in the order of the table: a cell as full as the lease, in the colour and shape of its state. Drawn
 * on a canvas by the page's one clock, ten thousand of them for the price of one. The table below says the same in words.
 */
export function LeaseField({ rows }: { rows: readonly LeaseRow[] }) {
  const store = useLiveStore();
  const router = useRouter();
  const [over, setOver] = useState<LeaseRow | null>(null);
  const field = useRef<Field | null>(null);
  const painter = useRef<PaintField | null>(null);
  const [follow] = useState(followReadings);
  const canvas = useTick<HTMLCanvasElement>((element, now) => {
    const width = element.parentElement?.clientWidth ?? 0;
    const laid = fieldFor(rows.length, width, MOST_HEIGHT_PX);
    field.current = laid;
    const state = store.getState();
    painter.current ??= createFieldPainter(element);
    painter.current(laid, { readings: follow(rows, state.leases), width, now, frozenAt: frozenAt(state) });
  });
  const at = (event: React.PointerEvent | React.MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = field.current
      ? cellAt(field.current, rows.length, event.clientX - box.left, event.clientY - box.top)
      : null;
    return index === null ? null : (rows[index] ?? null);
  };
  const unwell = rows.filter(({ state }) => state !== "alive").length;
  return (
    <div className="mb-3.5">
      <canvas
        className="block cursor-pointer"
        ref={canvas}
        role="img"
        aria-label={`${count(rows.length)} leases at once, ${unwell === 0 ? "all alive" : `${count(unwell)} late or overdue`}`}
        onPointerMove={(event) => setOver(at(event))}
        onPointerLeave={() => setOver(null)}
        onClick={(event) => {
          const row = at(event);
          if (row) router.push(leasePath(row.id));
        }}
      />
      <p className="dim ell mt-1.5 text-11">
        {over ? (
          <>
            <span className="mono">{over.hex}</span> {over.services[0]}, {over.state}
          </>
        ) : (
          "A cell is a lease, as full as it has time left. Newly renewed ones are full."
        )}
      </p>
    </div>
  );
}
