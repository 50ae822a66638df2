import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface BannerProps {
  icon: LucideIcon;
  state: "late" | "gone";
  /** What the banner says; a `b` in it is its head. */
  children: ReactNode;
  /** What stands at its end: figures, a way out. */
  aside?: ReactNode;
}

/** Above every page: what is true of everything on it. On a phone what does not fit beside the text goes below it. */
export function Banner({ icon: Icon, state, children, aside }: BannerProps) {
  return (
    <div
      className="flex flex-none items-center gap-3.5 border-state/40 border-b bg-state-wash py-2 pr-3.5 pl-4.5 text-code text-prose max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-1.5 max-sm:px-4 max-sm:py-2.5 [&>span]:whitespace-nowrap [&_b]:font-medium [&_b]:text-ink"
      data-state={state}
      role="alert"
    >
      <Icon className="icon text-state" aria-hidden />
      <p className="wrap-anywhere min-w-0 flex-1 max-sm:basis-3/4">{children}</p>
      {aside}
    </div>
  );
}
