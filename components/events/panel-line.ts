/** A line of a short list in the panel of an event. */
export const PANEL_LINE = "flex min-h-[26px] min-w-0 items-center gap-2 text-12";
