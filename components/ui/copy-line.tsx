import type { ReactNode } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/** A text to take along, whole, with the button that copies it. `boxed`: in a well of its own, like a command. */
export function CopyLine({
  text,
  label,
  boxed,
  children = text,
}: {
  text: string;
  label: string;
  boxed?: boolean;
  /** How it is shown, where that is not as it is copied. */
  children?: ReactNode;
}) {
  return (
    <div
      className={cn(
        "flex min-w-0 items-start gap-1.5 text-12",
        boxed && "items-center rounded-control border border-line-soft bg-sunk py-1 pr-1 pl-2.5",
      )}
    >
      <code className={cn("mono wrap-anywhere min-w-0 flex-1", !boxed && "whitespace-pre-wrap py-0.75 leading-[1.5]")}>
        {children}
      </code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
