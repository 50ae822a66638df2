"use client";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { SafeText } from "./safe-text";

const well = [
  "wrap-anywhere max-h-105 overflow-auto whitespace-pre-wrap rounded-control border border-line-soft bg-sunk px-3 py-2.25",
  "font-mono text-12 text-ink leading-[1.55] tracking-tight",
];

/** The well in which keys and values stand exactly as stored. Not reached by keyboard: for short ones. */
export function RawLine({
  className,
  children,
  ...rest
}: {
  className?: string;
  children: ReactNode;
  "data-field"?: string;
  "aria-hidden"?: boolean;
}) {
  return (
    <p className={cn(well, className)} {...rest}>
      {children}
    </p>
  );
}

/** The same for what may have to be scrolled. */
export function RawWell({
  label,
  className,
  dir,
  children,
}: {
  label: string;
  className?: string | undefined;
  dir?: "ltr";
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard
    <section className={cn(well, className)} aria-label={label} tabIndex={0} dir={dir}>
      {children}
    </section>
  );
}

/** A key or a value exactly as stored, in a well of its own. Line breaks are kept: values are documents. */
export function RawText({
  text,
  label,
  max = 4000,
  className,
}: {
  text: string;
  label: string;
  max?: number;
  className?: string;
}) {
  return (
    <RawWell label={label} className={className}>
      {text.split("\n", 400).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <div key={index}>
          <SafeText text={line} max={max} expandable />
        </div>
      ))}
    </RawWell>
  );
}
