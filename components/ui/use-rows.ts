"use client";
import { useMemo, useRef } from "react";
import { settle } from "./settle";

/**
 * The rows in the order to draw them: see `settle`. A new `orderKey` is a person's wish and always obeyed. A heading
 * that came while nothing may move would stand at the end over nothing: it waits.
 */
export function useRows<R>(
  rows: readonly R[],
  rowId: (row: R) => string,
  groupTitle: ((row: R) => string | null) | undefined,
  held: boolean,
  orderKey: string,
): readonly R[] {
  const drawn = useRef<{ orderKey: string; rows: readonly R[] }>({ orderKey, rows });
  const result = useMemo(() => {
    if (!held || drawn.current.orderKey !== orderKey) return rows;
    const byId = new Map(rows.map((row) => [rowId(row), row]));
    const ids = settle(drawn.current.rows.map(rowId), [...byId.keys()], true);
    const settled = ids.flatMap((id) => byId.get(id) ?? []);
    const last = settled.at(-1);
    return last !== undefined && groupTitle?.(last) ? settled.slice(0, -1) : settled;
  }, [rows, rowId, groupTitle, held, orderKey]);
  drawn.current = { orderKey, rows: result };
  return result;
}
