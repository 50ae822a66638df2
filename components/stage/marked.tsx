import { Fragment } from "react";

/** `code` between backticks, weight between double asterisks; nothing else is read. */
export function Marked({ text }: { text: string }) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, index) => {
    const inside = part.startsWith("`") ? part.slice(1, -1) : part.slice(2, -2);
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
    if (part.startsWith("`")) return <code key={index}>{inside}</code>;
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
    if (part.startsWith("**")) return <b key={index}>{inside}</b>;
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
    return <Fragment key={index}>{part}</Fragment>;
  });
}
