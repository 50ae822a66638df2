"use client";
import type { ReactNode } from "react";
import { tv } from "./cn";
import { count as formatCount } from "./format";

/** The look of tabs, also for links between pages that belong together (`aria-current="page"`). */
export const tabs = tv({
  slots: {
    list: [
      "mb-3.5 flex gap-5 border-line-soft border-b",
      "max-sm:scrollbar-none max-sm:-mx-4 max-sm:gap-5.5 max-sm:overflow-x-auto max-sm:px-4",
    ],
    tab: [
      "-mb-px whitespace-nowrap pt-1.75 pb-2.25 text-muted hover:text-prose max-sm:pt-3 max-sm:pb-3.5",
      "aria-selected:underlined aria-selected:font-medium aria-selected:text-ink",
      "aria-[current=page]:underlined aria-[current=page]:font-medium aria-[current=page]:text-ink",
    ],
    count: "num ml-1.25 font-normal text-muted",
  },
});

/** Tabs whose choice the page keeps (usually in the URL). Arrow keys move; the panel is the caller's, with `tabPanelProps`. */
export function Tabs<T extends string>({
  label,
  id,
  value,
  options,
  onChange,
  className,
}: {
  label: string;
  id: string;
  value: T;
  options: readonly { value: T; label: ReactNode; count?: number }[];
  onChange: (value: T) => void;
  className?: string;
}) {
  const step = (from: number, by: number) => {
    const next = options[(from + by + options.length) % options.length];
    if (!next) return;
    onChange(next.value);
    document.getElementById(`${id}-tab-${next.value}`)?.focus();
  };
  const look = tabs();
  return (
    <div className={look.list({ className })} role="tablist" aria-label={label}>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          className={look.tab()}
          id={`${id}-tab-${option.value}`}
          aria-selected={option.value === value}
          aria-controls={`${id}-panel`}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") step(index, 1);
            if (event.key === "ArrowLeft") step(index, -1);
          }}
        >
          {option.label}
          {option.count !== undefined && <span className={look.count()}>{formatCount(option.count)}</span>}
        </button>
      ))}
    </div>
  );
}

export function tabPanelProps(id: string, value: string) {
  return { role: "tabpanel", id: `${id}-panel`, "aria-labelledby": `${id}-tab-${value}` } as const;
}
