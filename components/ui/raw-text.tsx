"use client";
import { SafeText } from "./safe-text";

/** A key or a value exactly as stored, in a well of its own. Line breaks are kept: values are documents. */
export function RawText({ text, label, max = 4000 }: { text: string; label: string; max?: number }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard
    <section className="raw" aria-label={label} tabIndex={0}>
      {text.split("\n", 400).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <div key={index}>
          <SafeText text={line} max={max} expandable />
        </div>
      ))}
    </section>
  );
}
