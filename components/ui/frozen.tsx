import type { ReactNode } from "react";
import { cn } from "./cn";

/** What stands inside is a photograph while `frozen`: colour drained, a fine hatch over it. Reading it stays possible. */
export function Frozen({
  frozen,
  className,
  children,
}: {
  frozen: boolean;
  /** Of the frame and of what it holds, which fills it. */
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "relative",
        frozen && "after:hatch-frozen after:pointer-events-none after:absolute after:inset-0 after:z-3",
        className,
      )}
      {...(frozen && { "data-frozen": "" })}
    >
      <div
        className={cn("transition-[filter,opacity] duration-panel", frozen && "opacity-82 saturate-[0.18]", className)}
      >
        {children}
      </div>
    </div>
  );
}
