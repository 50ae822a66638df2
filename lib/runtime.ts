/**
 * The one door between the server and Next. Next bundles its own copy of every module, so module state is never
 * shared; this object under a global symbol is. Pages use it for their first paint and for nothing else.
 */
import type { Boot } from "@/lib/api/boot";
import type { Grouping } from "@/lib/map/grouping";

export interface Runtime {
  /** What every page needs before the first byte of live data. Cheap and synchronous. */
  boot(): Boot;
  /** The map as markup, for the time until its scripts have run; null where there is none that is right. */
  firstPicture(grouping: Grouping): Promise<string | null>;
}

const DOOR = Symbol.for("rollcall.runtime");

type Doored = typeof globalThis & { [DOOR]?: Runtime };

export function openDoor(runtime: Runtime): void {
  (globalThis as Doored)[DOOR] = runtime;
}

/** Throws where no server opened the door: Next was started by itself (`next dev`), which cannot work. */
export function runtime(): Runtime {
  const found = (globalThis as Doored)[DOOR];
  if (!found)
    throw new Error("Rollcall's server is not running: start with `npm start` or `npm run dev`, not with `next`.");
  return found;
}
