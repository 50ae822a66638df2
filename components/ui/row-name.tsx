import type { ReactNode } from "react";
import { cn } from "./cn";

/** In a row: what it is about, and below it, smaller, what tells it apart. The caller draws both lines. */
export function RowName({ className, children }: { className?: string; children: ReactNode }) {
  return <span className={cn("flex min-w-0 flex-col leading-[1.25]", className)}>{children}</span>;
}

/** The first line of a name that leads somewhere. */
export const NAME_LINK = "ell font-medium text-ink hover:underline hover:decoration-faint hover:underline-offset-3";
/** The second line. */
export const BELOW_NAME = "mono ell text-muted";
