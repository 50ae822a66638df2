import type { ReactNode } from "react";

/** What can be done with the whole page, beside its title. On phones a line of their own, each with room for a thumb. */
export function PageActions({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:mt-0.5 max-sm:flex-[1_0_100%] max-sm:[&>*>.icon]:hidden max-sm:[&>*]:h-touch max-sm:[&>*]:flex-1 max-sm:[&>*]:px-2">
      {children}
    </div>
  );
}
