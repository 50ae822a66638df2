import type { ReactNode } from "react";
import { cn } from "./cn";

/** A row of a list on phones: a few lines instead of columns. */
export function CompactRow({ children }: { children: ReactNode }) {
  return <span className="flex h-full min-w-0 flex-col justify-center gap-2">{children}</span>;
}

/** What belongs together, from edge to edge. `indented`: below a name that has a glyph before it. */
export function CompactLine({ indented, children }: { indented?: boolean; children: ReactNode }) {
  return (
    <span className={cn("flex min-w-0 items-center justify-between gap-3", indented && "pl-5.5")}>{children}</span>
  );
}

/** Small facts below each other at the end of a line. */
export function CompactAside({ children }: { children: ReactNode }) {
  return <span className="flex flex-none flex-col items-end gap-0.75 text-12">{children}</span>;
}
