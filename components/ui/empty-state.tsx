import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import type { GlyphState } from "./state-glyph";

/** Says what is true, what it means and what to do, where there is nothing to list. */
export function EmptyState({
  title,
  icon: Icon,
  state,
  plain,
  className,
  children,
}: {
  title: string;
  icon?: LucideIcon;
  state?: GlyphState;
  /** No picture: nothing is missing, it is only filtered away. */
  plain?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div
      className={cn(
        "flex min-h-80 flex-1 flex-col items-center justify-center gap-3 px-6 py-14 text-center text-prose",
        "[&_p]:wrap-anywhere [&_p]:max-w-115",
        className,
      )}
      {...(state && { "data-state": state })}
    >
      {Icon ? (
        <Icon className={cn("icon size-5.5", state ? "text-state" : "text-muted")} aria-hidden />
      ) : (
        !state && !plain && <EmptyRing />
      )}
      <h2 className="font-semibold text-16 text-ink tracking-tight">{title}</h2>
      {children}
    </div>
  );
}

/** A ring without a lease: nothing to fill. */
export function EmptyRing() {
  return (
    <svg width="64" height="64" viewBox="0 0 36 36" aria-hidden>
      <circle
        className="stroke-line-hard"
        cx="18"
        cy="18"
        r="14"
        fill="none"
        strokeWidth="2"
        strokeDasharray="1.4 2.6"
      />
      <path className="stroke-muted" d="M18 1.5v5" strokeWidth="1.5" transform="rotate(120 18 18)" />
    </svg>
  );
}
