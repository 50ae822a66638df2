import type { ReactNode } from "react";
import { cn } from "./cn";

/** A surface. With a title it is a section of its own. */
export function Card({
  title,
  aside,
  flush,
  className,
  children,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  /** No padding: the content draws to the edges (tables). */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={cn("card", className)}>
      {title && (
        <header>
          <h2>{title}</h2>
          {aside && <span className="aside">{aside}</span>}
        </header>
      )}
      {flush ? children : <div className="body">{children}</div>}
    </section>
  );
}
