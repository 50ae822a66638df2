import type { ReactNode } from "react";
import { cn, tv } from "./cn";

const card = tv({
  base: "min-w-0 rounded-card border border-line-soft bg-panel shadow-card",
});

/** A surface. With a title it is a section of its own. */
export function Card({
  as: Element = "section",
  title,
  beside,
  aside,
  flush,
  className,
  bodyClassName,
  children,
  ...rest
}: {
  as?: "section" | "div" | "li";
  title?: ReactNode;
  /** Right beside the title: how many there are. */
  beside?: ReactNode;
  /** At the other end of the title's line. */
  aside?: ReactNode;
  /** No padding: the content draws to the edges (tables). */
  flush?: boolean;
  className?: string;
  /** Of the padded part below the title. */
  bodyClassName?: string;
  children: ReactNode;
  "aria-label"?: string;
  [data: `data-${string}`]: string | undefined;
}) {
  return (
    <Element className={card({ className })} {...rest}>
      {title && (
        <header className="flex items-center gap-2 border-line-soft border-b px-3.5 py-2.5">
          <h2 className="font-semibold text-13 tracking-snug">{title}</h2>
          {beside}
          {aside && <span className="ml-auto text-12 text-muted">{aside}</span>}
        </header>
      )}
      {flush ? children : <div className={cn("px-3.5 py-3", bodyClassName)}>{children}</div>}
    </Element>
  );
}
