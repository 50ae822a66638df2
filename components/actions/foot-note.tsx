import type { ReactNode } from "react";
import { EnvironmentLine } from "./environment-line";

/** At the foot of a confirmation: where the write goes, and what is still missing for it. */
export function FootNote({ children }: { children?: ReactNode }) {
  return (
    <div className="grid min-w-0 flex-1 gap-0.75 text-12 text-prose leading-[1.4] max-sm:flex-[1_0_100%]">
      <EnvironmentLine />
      {children && <span>{children}</span>}
    </div>
  );
}
