"use client";
import type { ReactNode } from "react";
import { count as formatCount } from "./format";

/** Tabs whose choice the page keeps (usually in the URL). Arrow keys move; the panel is the caller's, with `tabPanelProps`. */
export function Tabs<T extends string>({
  label,
  id,
  value,
  options,
  onChange,
}: {
  label: string;
  id: string;
  value: T;
  options: readonly { value: T; label: ReactNode; count?: number }[];
  onChange: (value: T) => void;
}) {
  const step = (from: number, by: number) => {
    const next = options[(from + by + options.length) % options.length];
    if (!next) return;
    onChange(next.value);
    document.getElementById(`${id}-tab-${next.value}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="tab"
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
          {option.count !== undefined && <span className="num">{formatCount(option.count)}</span>}
        </button>
      ))}
    </div>
  );
}

export function tabPanelProps(id: string, value: string) {
  return { role: "tabpanel", id: `${id}-panel`, "aria-labelledby": `${id}-tab-${value}` } as const;
}
