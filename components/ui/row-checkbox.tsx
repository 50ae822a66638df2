"use client";
import { useContext, useEffect, useRef } from "react";
import { Checkbox } from "./form-field";
import { RowSelectionContext, useIsTicked, useTicked } from "./row-selection";

/** The tick of one row. By keyboard it is `x` on the row: a list has one tab stop. */
export function RowCheckbox({ id, label }: { id: string; label: string }) {
  const selection = useContext(RowSelectionContext);
  const ticked = useIsTicked(id);
  if (!selection) return null;
  return <Checkbox tabIndex={-1} aria-label={label} checked={ticked} onChange={() => selection.toggle(id)} />;
}

/** Ticks all of them, or none. */
export function AllCheckbox({ ids, label }: { ids: readonly string[]; label: string }) {
  const selection = useContext(RowSelectionContext);
  const ticked = useTicked(selection);
  const input = useRef<HTMLInputElement>(null);
  const some = ids.some((id) => ticked.has(id));
  const all = ids.length > 0 && ids.every((id) => ticked.has(id));
  useEffect(() => {
    if (input.current) input.current.indeterminate = some && !all;
  }, [some, all]);
  if (!selection) return null;
  return <Checkbox ref={input} aria-label={label} checked={all} onChange={() => selection.set(all ? [] : ids)} />;
}
