import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/tag";

/** The foot of the stage: what is to be said about this moment, and the keys. */
export function KeyHints({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <footer className="flex min-h-15 items-center gap-6.5 border-line-soft border-t px-[calc(3.6*var(--u,10px))] py-2 text-[14px] text-prose">
      {note}
      <ul className="flex flex-1 flex-wrap gap-x-4.5 gap-y-1">{children}</ul>
    </footer>
  );
}

/** Keys and what they do; `next` is the one that goes on, and whether it may be pressed now. */
export function KeyHint({
  keys,
  next,
  children,
}: {
  keys: readonly string[];
  next?: "on" | "off" | undefined;
  children: ReactNode;
}) {
  return (
    <li className={cn("whitespace-nowrap", next === "on" && "font-semibold text-ink", next === "off" && "text-muted")}>
      {keys.map((key) => (
        <Kbd key={key} className="mr-1.75 h-6.5 min-w-6.5 text-[14px] leading-[24px]">
          {key}
        </Kbd>
      ))}
      {children}
    </li>
  );
}

/** What waits, what was measured, or (as an alert) what went wrong. */
export function StageNote({ alert, ...rest }: { alert?: boolean } & Omit<ComponentProps<"p">, "className" | "role">) {
  return (
    <p
      className={cn("order-1 max-w-[44ch] text-[max(15px,2*var(--u))]", alert ? "text-late" : "text-ink")}
      {...(alert && { role: "alert" })}
      {...rest}
    />
  );
}
