/** The shape of what will stand here. Widths in pixels, so that a row looks like its row. */
export function Skeleton({ width, height }: { width: number; height?: number }) {
  return <span className="skeleton" aria-hidden style={{ width, ...(height && { height }) }} />;
}

/** Rows of a table that is not read yet. The widths vary, but not from one paint to the next. */
export function SkeletonRows({ rows = 6, columns }: { rows?: number; columns: readonly number[] }) {
  return (
    <div className="skeleton-rows" aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
        <div key={row}>
          {columns.map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns without identity
            <Skeleton key={column} width={Math.round(width * (1 - ((row * 7 + column * 3) % 5) / 12))} />
          ))}
        </div>
      ))}
    </div>
  );
}
