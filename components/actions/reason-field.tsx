"use client";
import type { RefObject } from "react";
import { FormField, TextArea } from "../ui/form-field";

export const REASON_MAX = 500;

/** Why. It stands in the events and in the audit trail, for whoever asks tomorrow. */
export function ReasonField({
  value,
  onChange,
  error,
  inputRef,
  placeholder,
}: {
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
  inputRef?: RefObject<HTMLTextAreaElement | null>;
  placeholder?: string;
}) {
  return (
    <FormField label="Reason" aside="required, shown in events and audit" error={error ?? null}>
      {(props) => (
        <TextArea
          {...props}
          ref={inputRef}
          rows={2}
          required
          maxLength={REASON_MAX}
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  );
}
