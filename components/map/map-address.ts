import type { ParamChanges } from "@/components/ui/use-url-params";
import type { Point } from "@/lib/map/card";
import { GROUPINGS, type Grouping } from "@/lib/map/grouping";

export interface MapView extends Point {
  zoom: number;
}

/** What the map shows, as its address says it. */
export interface MapAddress {
  grouping: Grouping;
  /** Null: the whole map, fitted. */
  view: MapView | null;
  /** Cards that a person moved, by id. */
  moved: ReadonlyMap<string, Point>;
  list: boolean;
  /** The card whose panel is open. */
  node: string | null;
}

type Params = Pick<URLSearchParams, "get">;

export const LEAST_ZOOM = 0.08;
export const MOST_ZOOM = 2.5;
/** An address of more would be cut off by what passes it on; this browser remembers all of them anyway. */
const MOST_MOVED = 30;
const MOST_COORDINATE = 1_000_000;

/** Reads the address; what makes no sense there is left out. */
export function readMapAddress(params: Params): MapAddress {
  const grouping = params.get("group");
  return {
    grouping: GROUPINGS.find((known) => known === grouping) ?? "datacenter",
    view: readView(params.get("view") ?? params.get(OLD_VIEW)),
    moved: readMoved(params.get("moved")),
    list: params.get("as") === "list",
    node: params.get("node"),
  };
}

/** `x,y,zoom`: the middle of what is seen, so that another window shows the same. */
function readView(text: string | null): MapView | null {
  const [x, y, zoom, more] = (text ?? "").split(",").map(Number);
  if (more !== undefined || !isPlace(x) || !isPlace(y) || zoom === undefined) return null;
  return zoom >= LEAST_ZOOM && zoom <= MOST_ZOOM ? { x, y, zoom } : null;
}

/** Where older links have the place. Everywhere else `at` is a moment: it is read, and no longer written. */
const OLD_VIEW = "at";

/** The changes of the address that make it look there, and nowhere twice; null for the whole map. */
export function viewParams(view: MapView | null): ParamChanges {
  const text = view && `${Math.round(view.x)},${Math.round(view.y)},${Number(view.zoom.toFixed(3))}`;
  return { view: text, [OLD_VIEW]: null };
}

/** `id,x,y` each, separated by blanks; ids hold neither. */
function readMoved(text: string | null): ReadonlyMap<string, Point> {
  const moved = new Map<string, Point>();
  for (const one of (text ?? "").split(" ")) {
    const [id, left, top] = one.split(",");
    const [x, y] = [Number(left), Number(top)];
    if (id && isPlace(x) && isPlace(y) && moved.size < MOST_MOVED) moved.set(id, { x, y });
  }
  return moved;
}

export function movedText(moved: ReadonlyMap<string, Point>): string {
  return [...moved]
    .slice(-MOST_MOVED)
    .map(([id, { x, y }]) => `${id},${Math.round(x)},${Math.round(y)}`)
    .join(" ");
}

function isPlace(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && Math.abs(value) <= MOST_COORDINATE;
}
