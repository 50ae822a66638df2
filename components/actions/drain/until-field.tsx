"use client";
import { FormField, FormPair, Input, Select } from "../../ui/form-field";
import { SPANS, type Span } from "./until";

/** Until when: whoever reads the mark obeys the time in it, whether or not it has been cleaned up. */
export function UntilField({
  span,
  at,
  onSpan,
  onAt,
  error,
}: {
  span: Span;
  at: string;
  onSpan: (span: Span) => void;
  onAt: (at: string) => void;
  error: string | null;
}) {
  return (
    <FormPair>
      <FormField label="For how long">
        {(props) => (
          <Select
            {...props}
            value={span}
            onChange={(event) => onSpan(SPANS.find(({ value }) => value === event.target.value)?.value ?? "60")}
          >
            {SPANS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </FormField>
      {span === "at" && (
        <FormField label="Until" error={error}>
          {(props) => (
            <Input {...props} type="datetime-local" value={at} onChange={(event) => onAt(event.target.value)} />
          )}
        </FormField>
      )}
    </FormPair>
  );
}
