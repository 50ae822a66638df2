// biome-ignore-all lint/a11y/useSemanticElements: a grid of positioned rows, not a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows are operated, their cells and headings are read
"use client";
import { memo, type ReactNode, useState } from "react";
import { cn } from "./cn";
import type { Column, RowLook } from "./virtual-table";

const ROW =
  "absolute inset-x-0 top-0 grid grid-cols-(--columns) items-center whitespace-nowrap border-line-soft border-b";
const CELL = "min-w-0 truncate px-2.5 first:pl-3.5 last:pr-3.5";

interface VirtualRowProps<R> {
  id: string;
  row: R;
  columns: readonly Column<R>[];
  compact: ((row: R) => ReactNode) | undefined;
  groupTitle: ((row: R) => string | null) | undefined;
  look: ((row: R) => RowLook) | undefined;
  isFresh: ((row: R) => boolean) | undefined;
  onOpen: ((row: R) => void) | undefined;
  index: number;
  top: number;
  height: number;
  selected: boolean;
  inTabOrder: boolean;
  onActive: (id: string) => void;
}

function Row<R>(props: VirtualRowProps<R>) {
  const { row, columns, compact, onOpen } = props;
  const [fresh] = useState(() => props.isFresh?.(row) ?? false);
  const title = props.groupTitle?.(row);
  const look = props.look?.(row);
  const place = { transform: `translateY(${props.top}px)`, height: props.height };
  if (title)
    return (
      <div
        role="row"
        aria-rowindex={props.index + 2}
        className={cn(ROW, "items-end pb-1.5 text-11 text-muted contain-layout contain-style")}
        style={place}
      >
        <div role="gridcell" className={CELL} aria-colspan={columns.length} style={{ gridColumn: "1 / -1" }}>
          {title}
        </div>
      </div>
    );
  return (
    <div
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      tabIndex={props.inTabOrder ? 0 : -1}
      className={cn(
        "group/row",
        ROW,
        "cursor-default -outline-offset-2 contain-layout contain-style hover:bg-raised data-open:cursor-pointer",
        "aria-selected:inset-shadow-[2px_0_0_var(--ink)] aria-selected:bg-raised data-hot:inset-shadow-[2px_0_0_var(--c)]",
        fresh && "animate-flash",
        look?.className,
      )}
      style={place}
      data-id={props.id}
      data-state={look?.state}
      {...(look?.hot && { "data-hot": "" })}
      {...(onOpen && { "data-open": "" })}
      onFocus={() => props.onActive(props.id)}
      onClick={(event) => {
        // A link in the row goes its own way, and marking text is not opening.
        if (!onOpen || (event.target as Element).closest("a, button, input, label")) return;
        if (!window.getSelection()?.isCollapsed) return;
        onOpen(row);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target === event.currentTarget) onOpen?.(row);
      }}
    >
      {compact ? (
        <div role="gridcell" className="h-full min-w-0 truncate px-4">
          {compact(row)}
        </div>
      ) : (
        columns.map((column) => (
          <div
            key={column.id}
            role="gridcell"
            className={cn(CELL, "*:data-tag:block *:data-tag:w-fit", column.end && "justify-self-end text-right")}
          >
            {column.cell(row)}
          </div>
        ))
      )}
    </div>
  );
}

/** Drawn again only when its row is another object or its place changed. */
export const VirtualRow = memo(Row) as typeof Row;
