"use client";
import { useMemo, useState } from "react";
import { hideUrlUsers } from "@/lib/layouts/secret-text";
import { count } from "./format";
import { cutText, safeString, textParts } from "./safe-text-parts";

/**
 * A text from outside, harmless whatever it holds: isolated from the direction of what surrounds it, invisible
 * characters written out, users and passwords of URLs hidden, cut at `max`. With `expandable` a button shows the rest; elsewhere the title does.
 */
export function SafeText({
  text: given,
  max = 160,
  expandable,
  className,
}: {
  text: string;
  max?: number;
  expandable?: boolean;
  className?: string;
}) {
  const [whole, setWhole] = useState(false);
  const text = hideUrlUsers(given);
  const shown = whole ? text : cutText(text, max);
  const parts = useMemo(() => textParts(shown), [shown]);
  const cut = shown.length < text.length;
  return (
    <>
      <bdi className={className ? `safe ${className}` : "safe"} title={cut ? safeString(text, 1000) : undefined}>
        {parts.map((part, index) =>
          part.kind === "text" ? (
            part.text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
            <span key={index} className="escape">
              {part.text}
            </span>
          ),
        )}
        {cut && "…"}
      </bdi>
      {expandable && (cut || whole) && (
        <button type="button" className="more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? "Show less" : `Show all ${count(text.length)} characters`}
        </button>
      )}
    </>
  );
}
