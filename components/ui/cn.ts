import { extendTailwindMerge } from "tailwind-merge";
import { createCN, createTV, type VariantProps } from "tailwind-variants/lite";

/** The names that `app/styles/theme.css` gives to tokens: without them `text-13` would be taken for a colour. */
const twMerge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["10", "11", "meta", "12", "code", "13", "14", "15", "16", "18", "20", "22", "24", "32", "stage"],
      leading: ["tight", "body", "normal"],
      tracking: ["snug", "tight", "title", "caps"],
      spacing: ["row", "row-dense", "control", "control-lg", "touch", "rail", "topbar", "cmd", "side"],
      radius: ["bar", "cell", "chip", "control", "card", "dialog"],
      shadow: ["card", "toast", "dialog"],
      ease: ["ui", "bounce"],
    },
    classGroups: { duration: [{ duration: ["ui", "panel"] }] },
  },
});

/** Joins class names and leaves out what is not there. Of two utilities for one property the later one stays. */
export const cn = createCN({ twMerge });

/** Declares a part's variants. A variant wins over the base, and the `className` that is given to it wins over both. */
export const tv = createTV({ twMerge });

export type { VariantProps };
