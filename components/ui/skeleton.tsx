import { cn } from "./cn";

/** The shape of what will stand here. Widths in pixels, so that a row looks like its row. */
export function Skeleton({ width, height, className }: { width: number; height?: number; className?: string }) {
  return (
    <span
      className={cn(
        "inline-block h-2.5 max-w-full animate-skeleton rounded-cell align-middle",
        "bg-linear-90 bg-size-[200%_100%] from-0% from-raised via-45% via-pressed to-90% to-raised",
        className,
      )}
      aria-hidden
      style={{ width, ...(height && { height }) }}
    />
  );
}

/** Rows of a table that is not read yet. The widths vary, but not from one paint to the next. */
export function SkeletonRows({ rows = 6, columns }: { rows?: number; columns: readonly number[] }) {
  return (
    <div aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
          key={row}
          className="grid h-10.5 auto-cols-fr grid-flow-col grid-cols-[12px_minmax(0,3fr)] items-center gap-4 overflow-hidden border-line-soft border-b px-4"
        >
          {columns.map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns without identity
            <Skeleton key={column} width={Math.round(width * (1 - ((row * 7 + column * 3) % 5) / 12))} />
          ))}
        </div>
      ))}
    </div>
  );
}
