import type { ReactNode } from "react";
import { cn } from "./cn";

/**
 * What narrows a list, above it: the query first. The query grows downwards where something is wrong with it, and what
 * stands beside it stays in its line. On phones one stands below the other.
 */
export function Toolbar({
  wrap,
  children,
}: {
  /** There is more than fits into one line: what does not fit goes below, instead of becoming narrower. */
  wrap?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "mb-2.5 flex min-w-0 items-start gap-2 max-sm:flex-col max-sm:items-stretch max-sm:gap-2.5",
        wrap && "sm:flex-wrap",
      )}
    >
      {children}
    </div>
  );
}
