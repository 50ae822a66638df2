import type { ComponentProps, ReactNode } from "react";
import { LiveLight } from "@/components/shell/live-light";
import { Mark } from "@/components/shell/mark";

/**
 * The whole window. Everything on it is measured in `--u`, of which the smaller side of the window decides, so that the same
 * picture stands on every projector; below 760 px it is a page that scrolls.
 */
export function StageFrame({ children, ...data }: Omit<ComponentProps<"main">, "id" | "className">) {
  return (
    <main
      id="main"
      className="group relative grid h-dvh grid-rows-[auto_minmax(0,1fr)_auto] overflow-hidden bg-sunk text-ink [--u:min(100vw/144,100dvh/88)] max-[760px]:h-auto max-[760px]:min-h-dvh max-[760px]:[--u:min(100vw/78,100dvh/150)]"
      {...data}
    >
      {children}
    </main>
  );
}

/** Where we are, and whether what is shown is of now. */
export function StageTop({ title, where, children }: { title: ReactNode; where?: ReactNode; children?: ReactNode }) {
  return (
    <header className="flex min-h-16 items-center gap-4 px-[calc(3.6*var(--u))] text-[max(15px,2*var(--u))] text-prose">
      <Mark size={28} />
      <b className="whitespace-nowrap font-semibold text-ink">{title}</b>
      {where}
      <span className="min-w-0 flex-1" />
      {children && (
        <span className="whitespace-nowrap max-[760px]:hidden [&>code]:font-mono [&>code]:text-ink">{children}</span>
      )}
      <LiveLight large />
    </header>
  );
}

/** The picture, and beside it what is told. */
export function StageAct({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-0 grid-cols-[calc(59.6*var(--u))_minmax(0,1fr)] items-center gap-[calc(7.2*var(--u))] pr-[calc(5*var(--u))] pl-[calc(9*var(--u))] group-data-frozen:bg-[repeating-linear-gradient(135deg,var(--time-wash)_0_1px,transparent_1px_14px)] max-[760px]:grid-cols-1 max-[760px]:content-center max-[760px]:justify-items-center max-[760px]:px-5 max-[760px]:pt-10 max-[760px]:pb-6">
      {children}
    </div>
  );
}
