import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** The page of one thing: its name, large, and beside it how it stands. */
export function DetailTitle({ name, children }: { name: ReactNode; children?: ReactNode }) {
  return (
    <span className="inline-flex min-w-0 flex-wrap items-baseline gap-x-3.5 gap-y-1">
      <span className="mono wrap-anywhere">{name}</span>
      {children && <span className="text-14 tracking-[0em]">{children}</span>}
    </span>
  );
}

/** Below the title: what it belongs to. */
export function DetailSub({ children }: { children: ReactNode }) {
  return <span className="flex flex-wrap items-center gap-x-3.5 gap-y-1">{children}</span>;
}

/** A link to what something belongs to. */
export function OwnerLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      prefetch={false}
      className={cn("text-prose underline decoration-line-hard underline-offset-3 hover:text-ink", className)}
      {...rest}
    />
  );
}

/** Three columns: the picture, what happens, the facts. With less room the facts stand below, then everything does. */
export function DetailColumns({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 items-start gap-3.5 md:grid-cols-[minmax(0,320px)_minmax(0,1fr)] min-[1281px]:grid-cols-[minmax(0,320px)_minmax(0,1fr)_minmax(0,348px)]">
      {children}
    </div>
  );
}

export function DetailColumn({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-1 gap-3.5 md:max-[1281px]:nth-3:col-span-full">{children}</div>;
}
