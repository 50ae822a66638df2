import type { ReactNode } from "react";
import { cn } from "./cn";

/** A word of metadata: a version, a protocol, a zone. */
export function Tag({ children, title, className }: { children: ReactNode; title?: string; className?: string }) {
  return (
    <span
      data-tag=""
      className={cn(
        "inline-block max-w-full truncate rounded-chip border border-line-soft bg-raised px-1.25 align-middle",
        "font-medium font-mono text-10 text-prose leading-4",
        className,
      )}
      {...(title && { title })}
    >
      {children}
    </span>
  );
}

/** A key to press. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-block h-4.5 min-w-4.5 whitespace-nowrap rounded-chip border border-line bg-raised px-1.25 text-center",
        "font-medium font-mono text-10 text-prose leading-4.5",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
