import { Fragment, type ReactNode } from "react";
import { cn } from "./cn";

/** Label left, value right, hairlines between. */
export function Facts({
  rows,
  className,
}: {
  rows: readonly { label: string; value: ReactNode }[];
  className?: string;
}) {
  return (
    <dl className={cn("grid grid-cols-[auto_minmax(0,1fr)] text-12", className)}>
      {rows.map((row) => (
        <Fragment key={row.label}>
          <dt className="whitespace-nowrap border-line-soft border-b py-1.5 pr-3.5 text-muted last-of-type:border-b-0">
            {row.label}
          </dt>
          <dd className="truncate border-line-soft border-b py-1.5 text-right last-of-type:border-b-0">{row.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
