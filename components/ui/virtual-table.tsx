// biome-ignore-all lint/a11y/useSemanticElements: a grid of positioned rows, not a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows are operated, their cells and headings are read
"use client";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { cn } from "./cn";
import { isTyping, stepFor } from "./keys";
import { usePhone } from "./media";
import { useHand } from "./use-hand";
import { useRows } from "./use-rows";
import { useVirtualRows } from "./use-virtual-rows";
import { VirtualRow } from "./virtual-row";

export interface Column<R> {
  id: string;
  header: ReactNode;
  /** A grid track: `minmax(0, 2fr)`, `96px`. Never `auto`: rows are laid out apart. */
  track: string;
  end?: boolean;
  /** Left out where there is less room than in a window this many pixels wide. */
  from?: number;
  /** A function of the row alone (and of context): a row is drawn again only when it is another object. */
  cell: (row: R) => ReactNode;
}

/** The rail beside every page. */
const RAIL_PX = 72;

export interface RowLook {
  /** Gives the row the colours of a state; with `hot` also its edge. */
  state?: string;
  hot?: boolean;
  className?: string;
}

export interface VirtualTableProps<R> {
  label: string;
  rows: readonly R[];
  rowId: (row: R) => string;
  columns: readonly Column<R>[];
  rowHeight: (row: R) => number;
  /** Two lines instead of columns, on phones. */
  compact?: (row: R) => ReactNode;
  compactHeight?: number;
  /** The text of a row that is only a heading. */
  groupTitle?: (row: R) => string | null;
  look?: (row: R) => RowLook;
  /** Whether the row came while the page was open: it flashes once, gently. */
  isFresh?: (row: R) => boolean;
  onOpen?: (row: R) => void;
  selectedId?: string | null;
  /** Changes when the person asked for another order or filter; only then the list may jump to its top. */
  orderKey?: string;
  headless?: boolean;
}

const HEAD = [
  "sticky top-0 z-4 grid h-7.5 grid-cols-(--columns) items-center rounded-t-card border-line border-b bg-panel",
  "whitespace-nowrap font-medium text-11 text-muted",
].join(" ");

/**
 * A grid that draws only the rows in sight of the nearest `[data-scroll]` ancestor. Arrow keys and j/k move a roving
 * focus, Enter opens. Nothing moves under a hand: see `settle`; what comes in above the window does not push it down.
 */
export function VirtualTable<R>(props: VirtualTableProps<R>) {
  const { label, rowId, columns, compact, groupTitle, onOpen, headless } = props;
  const phone = usePhone() && compact !== undefined;
  const root = useRef<HTMLDivElement>(null);
  const held = useHand(root);
  const rows = useRows(props.rows, rowId, groupTitle, held, props.orderKey ?? "");
  const heightOf = (row: R) => (phone && !groupTitle?.(row) ? (props.compactHeight ?? 68) : props.rowHeight(row));
  const { body, virtualizer } = useVirtualRows(rows, rowId, heightOf, `${props.orderKey ?? ""} ${phone}`);
  const [activeId, setActiveId] = useState<string | null>(null);
  const wide = useRoom(root);
  const shown = useMemo(() => columns.filter((column) => !column.from || wide >= column.from), [columns, wide]);
  const template = phone ? "minmax(0, 1fr)" : shown.map((column) => column.track).join(" ");
  const items = virtualizer.getVirtualItems();
  const activeShown = items.some((item) => {
    const row = rows[item.index];
    return row !== undefined && rowId(row) === activeId;
  });

  // A row far away is drawn some frames after the scroll to it: it gets the focus as soon as it is there.
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = root.current?.querySelector<HTMLElement>(`[aria-rowindex="${wanted.current + 2}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const moveTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setActiveId(rowId(row));
    wanted.current = index;
    virtualizer.scrollToIndex(index, { align: "auto" });
  };

  const onKeyDown = (event: KeyboardEvent | globalThis.KeyboardEvent) => {
    if (isTyping(event)) return;
    let from = rows.findIndex((row) => rowId(row) === activeId);
    if (from < 0 && root.current?.contains(document.activeElement)) from = -1;
    let to = stepFor(event.key, from, rows.length, 10);
    if (to === null) return;
    const heading = rows[to];
    if (heading !== undefined && groupTitle?.(heading)) to = to > from ? to + 1 : to - 1;
    event.preventDefault();
    moveTo(Math.max(0, Math.min(rows.length - 1, to)));
  };

  useListKeys(onKeyDown);

  return (
    <div
      ref={root}
      className="relative text-13"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={shown.length}
      style={{ "--columns": template } as CSSProperties}
      onKeyDown={(event) => {
        if (/^(Arrow|Page|Home|End)/.test(event.key)) onKeyDown(event);
      }}
    >
      <div className={headless || phone ? "sr-only" : HEAD} role="row" aria-rowindex={1}>
        {shown.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={cn("min-w-0 px-2.5 first:pl-3.5 last:pr-3.5", column.end && "justify-self-end text-right")}
          >
            {column.header}
          </div>
        ))}
      </div>
      <div ref={body} className="relative" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item, place) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const id = rowId(row);
          return (
            <VirtualRow
              key={id}
              id={id}
              row={row}
              columns={shown}
              compact={phone ? compact : undefined}
              groupTitle={groupTitle}
              look={props.look}
              isFresh={props.isFresh}
              onOpen={onOpen}
              index={item.index}
              top={item.start - virtualizer.options.scrollMargin}
              height={item.size}
              selected={id === props.selectedId}
              inTabOrder={activeShown ? id === activeId : place === 0}
              onActive={setActiveId}
            />
          );
        })}
      </div>
    </div>
  );
}

/** j and k work from anywhere on the page; a page has one list. */
function useListKeys(onKeyDown: (event: globalThis.KeyboardEvent) => void) {
  const latest = useRef(onKeyDown);
  useEffect(() => {
    latest.current = onKeyDown;
  });
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if ((event.key === "j" || event.key === "k") && !event.defaultPrevented) latest.current(event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** How wide a window would have to be to give the table the room it has: a panel beside it takes some away. */
function useRoom(root: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const scroller = root.current?.closest<HTMLElement>("[data-scroll]");
    if (!scroller) return;
    const observer = new ResizeObserver(() => setWidth(scroller.offsetWidth + RAIL_PX));
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [root]);
  return width;
}
