"use client";
import { useMemo, useRef } from "react";
import { settle } from "./settle";

/** The rows in the order to draw them: see `settle`. A new `orderKey` is a person's wish and always obeyed. */
export function useRows<R>(
  rows: readonly R[],
  rowId: (row: R) => string,
  held: boolean,
  orderKey: string,
): readonly R[] {
  const drawn = useRef<{ orderKey: string; rows: readonly R[] }>({ orderKey, rows });
  const result = useMemo(() => {
    if (!held || drawn.current.orderKey !== orderKey) return rows;
    const byId = new Map(rows.map((row) => [rowId(row), row]));
    const ids = settle(drawn.current.rows.map(rowId), [...byId.keys()], true);
    return ids.flatMap((id) => byId.get(id) ?? []);
  }, [rows, rowId, held, orderKey]);
  drawn.current = { orderKey, rows: result };
  return result;
}
