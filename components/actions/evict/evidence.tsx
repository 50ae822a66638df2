import type { ReactNode } from "react";

/** A box beside a decision: what is known that bears on it. */
export function Evidence({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      className="grid min-w-0 gap-2.25 rounded-card border border-line-soft bg-app px-3.5 py-3.25 text-12 text-prose leading-[1.45] [&_b]:font-medium [&_b]:text-ink"
      aria-label={label}
    >
      {children}
    </section>
  );
}

export function EvidenceTitle({ children }: { children: ReactNode }) {
  return <h3 className="font-semibold text-13 text-ink tracking-[-0.01em]">{children}</h3>;
}
