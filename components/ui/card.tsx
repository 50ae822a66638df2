import type { ReactNode } from "react";
import { cn, tv } from "./cn";

const card = tv({
  base: "min-w-0 rounded-card border border-line-soft bg-panel shadow-card",
  variants: {
    list: {
      true: "max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0 max-sm:border-b-0 max-sm:bg-transparent max-sm:shadow-none",
    },
  },
});

/** A surface. With a title it is a section of its own. */
export function Card({
  as: Element = "section",
  title,
  beside,
  aside,
  flush,
  list,
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
  /** Holds a list, flush; on phones it is the page itself. */
  list?: boolean;
  className?: string;
  /** Of the padded part below the title. */
  bodyClassName?: string;
  children: ReactNode;
  "aria-label"?: string;
  [data: `data-${string}`]: string | undefined;
}) {
  return (
    <Element className={card({ list, className })} {...rest}>
      {title && (
        <header className="flex items-center gap-2 border-line-soft border-b px-3.5 py-2.5">
          <h2 className="font-semibold text-13 tracking-snug">{title}</h2>
          {beside}
          {aside && <span className="ml-auto text-12 text-muted">{aside}</span>}
        </header>
      )}
      {flush || list ? children : <div className={cn("px-3.5 py-3", bodyClassName)}>{children}</div>}
    </Element>
  );
}
