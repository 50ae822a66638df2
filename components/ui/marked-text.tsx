import { Fragment } from "react";
import { markChanges } from "./mark-changes";
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
        <span key={at} className="escape">
          {piece.text}
        </span>
      ),
    );
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    return part.changed ? <mark key={index}>{shown}</mark> : <bdi key={index}>{shown}</bdi>;
  });
}
