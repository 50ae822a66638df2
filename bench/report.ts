/** What a run found, as a table for people and as plain data. Pure. */

export interface Goal {
  what: string;
  value: number;
  unit: string;
  limit: number;
  sense: "at most" | "at least";
}

export type Cell = string | number | null;

export interface SectionResult {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  goals: readonly Goal[];
  /** Sentences under the table. */
  notes: readonly string[];
}

/** A value that could not be measured meets nothing. */
export function meets({ value, limit, sense }: Goal): boolean {
  return sense === "at most" ? value <= limit : value >= limit;
}

export function printSection({ title, columns, rows, goals, notes }: SectionResult): string {
  const cells = [columns.map(String), ...rows.map((row) => row.map(cellText))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}`.trimEnd();
  return [
    title,
    ...cells.slice(0, 1).map(line),
    `  ${widths.map((width) => "-".repeat(width)).join("  ")}`,
    ...cells.slice(1).map(line),
    ...goals.map((goal) => `  ${goalText(goal)}`),
    ...notes.map((note) => `  ${note}`),
  ].join("\n");
}

export function goalText(goal: Goal): string {
  const { what, value, unit, limit, sense } = goal;
  return `${meets(goal) ? "reached    " : "FALLS SHORT"}  ${what}: ${numberText(value)} ${unit} (${sense} ${numberText(limit)})`;
}

function cellText(cell: Cell): string {
  return typeof cell === "number" ? numberText(cell) : (cell ?? "-");
}

export function numberText(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Data for results.json: three decimals are finer than anything here is measured; what is not a number becomes null. */
export function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? Math.round(value * 1000) / 1000 : null;
  if (Array.isArray(value)) return value.map(rounded);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
  }
  return value;
}
