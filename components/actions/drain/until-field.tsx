"use client";
import { FormField } from "../../ui/form-field";
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
    <div className="form-pair">
      <FormField label="For how long">
        {(props) => (
          <select
            {...props}
            className="input"
            value={span}
            onChange={(event) => onSpan(SPANS.find(({ value }) => value === event.target.value)?.value ?? "60")}
          >
            {SPANS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </FormField>
      {span === "at" && (
        <FormField label="Until" error={error}>
          {(props) => (
            <input
              {...props}
              type="datetime-local"
              className="input"
              value={at}
              onChange={(event) => onAt(event.target.value)}
            />
          )}
        </FormField>
      )}
    </div>
  );
}
