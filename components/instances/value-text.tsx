"use client";
import { useMemo, useState } from "react";
import { cn } from "../ui/cn";
import { bytes as formatBytes } from "../ui/format";
import { MoreButton } from "../ui/link";
import { RawWell } from "../ui/raw-text";
import { Escaped } from "../ui/safe-text";
import { cutText, textParts } from "../ui/safe-text-parts";

const FIRST = 16_384;
const STEP = 16;

/**
 * A long text from outside, line breaks kept, a piece at a time: the first 16 kB at once, more when asked for. A
 * megabyte on one line would otherwise cost a second of layout for something that nobody reads to its end.
 */
export function ValueText({ text, label, wrap = true }: { text: string; label: string; wrap?: boolean }) {
  const [limit, setLimit] = useState(FIRST);
  const shown = cutText(text, limit);
  const parts = useMemo(() => textParts(shown.replaceAll("\r\n", "\n")), [shown]);
  return (
    <RawWell
      label={label}
      dir="ltr"
      className={cn("tab-2 max-h-115", wrap ? "text-meta" : "wrap-normal whitespace-pre text-10")}
    >
      {parts.map((part, index) =>
        part.kind === "text" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <bdi key={index}>{part.text}</bdi>
        ) : part.text === "\\n" ? (
          "\n"
        ) : part.text === "\\t" ? (
          "\t"
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <Escaped key={index}>{part.text}</Escaped>
        ),
      )}
      {shown.length < text.length && (
        <p className="mt-2 whitespace-normal font-sans text-12">
          <MoreButton onClick={() => setLimit(limit * STEP)}>
            {`Shown: ${formatBytes(shown.length)} of ${formatBytes(text.length)}. Show more`}
          </MoreButton>
        </p>
      )}
    </RawWell>
  );
}
