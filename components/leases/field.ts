/** Where the cells of a field stand: every lease a cell, as large as the room allows. */
export interface Field {
  columns: number;
  rows: number;
  /** From one cell to the next. */
  pitch: number;
  cell: number;
}

const MOST_PITCH = 14;
const LEAST_PITCH = 4;

export function fieldFor(count: number, width: number, mostHeight: number): Field {
  if (count === 0 || width <= 0) return { columns: 1, rows: 0, pitch: MOST_PITCH, cell: MOST_PITCH - 3 };
  let pitch = Math.min(MOST_PITCH, Math.max(LEAST_PITCH, Math.floor(Math.sqrt((width * mostHeight) / count))));
  const rowsAt = (p: number) => Math.ceil(count / Math.max(1, Math.floor(width / p)));
  while (pitch > LEAST_PITCH && rowsAt(pitch) * pitch > mostHeight) pitch--;
  const columns = Math.max(1, Math.floor(width / pitch));
  return { columns, rows: Math.ceil(count / columns), pitch, cell: pitch - (pitch >= 9 ? 3 : 1) };
}

/** The cell under a point; null beside them. */
export function cellAt({ columns, pitch }: Field, count: number, x: number, y: number): number | null {
  const column = Math.floor(x / pitch);
  const index = Math.floor(y / pitch) * columns + column;
  return column < columns && x >= 0 && y >= 0 && index < count ? index : null;
}
