"use client";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

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
    <fieldset className="choices">
      <legend className={showLabel ? "form-label" : "vh"}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={cn("choice", option.value === value && "on", option.disabled && "off")}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          <span>
            <b>{option.label}</b>
            <span className="means">{option.means}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
