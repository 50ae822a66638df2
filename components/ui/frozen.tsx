import type { ReactNode } from "react";

/** What stands inside is a photograph while `frozen`: colour drained, a fine hatch over it. Reading it stays possible. */
export function Frozen({ frozen, children }: { frozen: boolean; children: ReactNode }) {
  return (
    <div className="frozen" {...(frozen && { "data-frozen": "" })}>
      <div className="thaw">{children}</div>
    </div>
  );
}
