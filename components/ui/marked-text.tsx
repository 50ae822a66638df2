import { Fragment } from "react";
import { markChanges } from "./mark-changes";
import { Escaped } from "./safe-text";
import { textParts } from "./safe-text-parts";

/** A text from outside in which what differs from `before` is marked. */
export function MarkedText({ text, before }: { text: string; before: string | null }) {
  return markChanges(before, text).map((part, index) => {
    const shown = textParts(part.text).map((piece, at) =>
      piece.kind === "text" || piece.text === "\\n" ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        <Fragment key={at}>{piece.kind === "text" ? piece.text : "\n"}</Fragment>
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        <Escaped key={at}>{piece.text}</Escaped>
      ),
    );
    return part.changed ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <mark key={index} className="rounded-cell bg-pressed text-ink ring-2 ring-pressed">
        {shown}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <bdi key={index}>{shown}</bdi>
    );
  });
}
