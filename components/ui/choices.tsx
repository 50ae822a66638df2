"use client";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { formLabel } from "./form-field";

export interface Choice<T extends string> {
  value: T;
  label: ReactNode;
  /** What follows from it, in a sentence. */
  means: ReactNode;
  disabled?: boolean;
}

/** One of a few, each with what follows from it. Arrow keys move. */
export function Choices<T extends string>({
  label,
  value,
  options,
  onChange,
  showLabel,
}: {
  label: string;
  value: T;
  options: readonly Choice<T>[];
  onChange: (value: T) => void;
  /** The label stands above; else only screen readers hear it. */
  showLabel?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className={showLabel ? formLabel({ className: "mb-1.5" }) : "sr-only"}>{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            "relative -mt-px grid cursor-pointer grid-cols-[15px_minmax(0,1fr)] gap-2.75 border border-line px-3 py-2.5",
            "first-of-type:mt-0 first-of-type:rounded-t-control last-of-type:rounded-b-control hover:bg-raised",
            "has-focus-visible:z-2 has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-1",
            option.value === value && "z-1 border-line-hard bg-raised",
            option.disabled && "cursor-not-allowed opacity-60",
          )}
        >
          <input
            type="radio"
            className={cn(
              "m-0 mt-0.5 size-3.75 flex-none cursor-[inherit] appearance-none rounded-full border-[1.5px] border-muted bg-transparent",
              "outline-0 checked:border-5 checked:border-ink",
            )}
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          <span>
            <b className="block font-medium">{option.label}</b>
            <span className="block text-12 text-prose leading-[1.4]">{option.means}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
