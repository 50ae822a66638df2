import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { GlyphState } from "./state-glyph";

/** Says what is true, what it means and what to do, where there is nothing to list. */
export function EmptyState({
  title,
  icon: Icon,
  state,
  plain,
  children,
}: {
  title: string;
  icon?: LucideIcon;
  state?: GlyphState;
  /** No picture: nothing is missing, it is only filtered away. */
  plain?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className="empty" {...(state && { "data-state": state })}>
      {Icon ? <Icon className="icon" aria-hidden /> : !state && !plain && <EmptyRing />}
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A ring without a lease: nothing to fill. */
export function EmptyRing() {
  return (
    <svg width="64" height="64" viewBox="0 0 36 36" aria-hidden>
      <circle cx="18" cy="18" r="14" fill="none" stroke="var(--line-hard)" strokeWidth="2" strokeDasharray="1.4 2.6" />
      <path d="M18 1.5v5" stroke="var(--ink-3)" strokeWidth="1.5" transform="rotate(120 18 18)" />
    </svg>
  );
}
