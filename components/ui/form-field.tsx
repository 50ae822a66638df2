"use client";
import { type ReactNode, useId } from "react";

export interface FieldProps {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

/** A label, its control, and below it what is wrong or what helps. The control spreads the props it is given. */
export function FormField({
  label,
  aside,
  hint,
  error,
  children,
}: {
  label: ReactNode;
  /** Beside the label: required, optional, a unit. */
  aside?: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  children: (props: FieldProps) => ReactNode;
}) {
  const id = useId();
  const below = error || hint;
  return (
    <div className="form-field">
      <span className="form-label">
        <label htmlFor={id}>{label}</label>
        {aside && <span className="dim">{aside}</span>}
      </span>
      {children({
        id,
        ...(below && { "aria-describedby": `${id}-below` }),
        ...(error && { "aria-invalid": true as const }),
      })}
      {below && (
        <span id={`${id}-below`} className={error ? "form-error" : "form-hint"}>
          {error || hint}
        </span>
      )}
    </div>
  );
}
