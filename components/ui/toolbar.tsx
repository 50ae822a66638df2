import type { ComponentProps } from "react";
import { cn } from "./cn";

interface ToolbarProps extends ComponentProps<"div"> {
  /** There is more than fits into one line: what does not fit goes below, instead of becoming narrower. */
  wrap?: boolean;
}

/**
 * What narrows a list, above it: the query first. The query grows downwards where something is wrong with it, and what
 * stands beside it stays in its line. On phones one stands below the other.
 */
export function Toolbar({ wrap, className, ...rest }: ToolbarProps) {
  return (
    <div
      className={cn(
        "mb-2.5 flex min-w-0 items-start gap-2 max-sm:flex-col max-sm:items-stretch max-sm:gap-2.5 [&>fieldset]:min-h-7.5 [&>fieldset]:items-center",
        wrap && "sm:flex-wrap",
        className,
      )}
      {...rest}
    />
  );
}
