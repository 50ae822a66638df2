"use client";
import { useEffect, useRef } from "react";
import { isTyping } from "../ui/keys";
import type { RowSelection } from "../ui/row-selection";

/** `x` or the space bar ticks the row that has the focus, Escape unticks all. */
export function useSelectionKeys(selection: RowSelection, mayTick: (id: string) => boolean): void {
  const latest = useRef(mayTick);
  useEffect(() => {
    latest.current = mayTick;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return;
      if (event.key === "Escape" && selection.ids().size > 0) {
        event.preventDefault();
        selection.clear();
        return;
      }
      if (event.key !== "x" && event.key !== " ") return;
      const row = document.activeElement;
      const id = row instanceof HTMLElement && row.role === "row" ? row.dataset.id : undefined;
      if (id === undefined || !latest.current(id)) return;
      event.preventDefault();
      selection.toggle(id);
    };
    // Before the panel, which Escape closes next.
    document.addEventListener("keydown", listen, { capture: true });
    return () => document.removeEventListener("keydown", listen, { capture: true });
  }, [selection]);
}
