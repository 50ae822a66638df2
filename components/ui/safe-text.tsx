"use client";
import { type ReactNode, useMemo, useState } from "react";
import { hideUrlUsers } from "@/lib/layouts/secret-text";
import { count } from "./format";
import { MoreButton } from "./link";
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
      <bdi className={className} title={cut ? safeString(text, 1000) : undefined}>
        {parts.map((part, index) =>
          part.kind === "text" ? (
            part.text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
            <Escaped key={index}>{part.text}</Escaped>
          ),
        )}
        {cut && "…"}
      </bdi>
      {expandable && (cut || whole) && (
        <MoreButton aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? "Show less" : `Show all ${count(text.length)} characters`}
        </MoreButton>
      )}
    </>
  );
}

/** A character that would draw something else than itself, shown as its code. */
export function Escaped({ children }: { children: ReactNode }) {
  return <span className="rounded-cell border border-line px-0.5 font-mono text-[0.85em] text-muted">{children}</span>;
}
