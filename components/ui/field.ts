import { tv } from "./cn";

/** A line to filter or to ask by: a drawing, the input, and what stands behind it. */
export const field = tv({
  slots: {
    root: [
      "flex h-7.5 min-w-0 items-center gap-2 rounded-control border border-line bg-panel pr-1.5 pl-2.5 text-12 transition-colors",
      "focus-within:border-focus focus-within:ring-3 focus-within:ring-time-wash max-sm:h-10 max-sm:text-16",
    ],
    drawing: "icon size-3.5 text-muted",
    input: [
      "h-full w-full min-w-0 border-0 bg-transparent p-0 outline-0 placeholder:text-muted placeholder:opacity-100",
      "[&::-webkit-search-cancel-button]:hidden",
    ],
    clear: "grid size-5 flex-none place-items-center rounded-chip text-muted hover:bg-pressed hover:text-ink",
  },
});
