import type { ReactNode } from "react";
import { cn } from "./cn";

/** One of a few. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a strip of buttons everywhere
    <div
      className={cn("inline-flex gap-px rounded-control border border-line bg-sunk p-0.5", className)}
      role="group"
      aria-label={label}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={cn(
            "h-6 whitespace-nowrap rounded-chip px-2.25 text-12 text-prose transition-colors hover:text-ink max-sm:h-9",
            "aria-pressed:bg-pressed aria-pressed:font-medium aria-pressed:text-ink",
            "light:aria-pressed:picked light:aria-pressed:bg-panel",
          )}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
