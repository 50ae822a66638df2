import Link from "next/link";
import type { ComponentProps } from "react";
import { cn, tv } from "./cn";

/** The look of what shows more of the same: a dotted line below the words. */
export const more = tv({
  base: "text-prose underline decoration-faint decoration-dotted underline-offset-3 [font:inherit]",
});

/** Shows more of the same where it stands. */
export function MoreButton({ className, ...rest }: ComponentProps<"button">) {
  return <button type="button" className={more({ className })} {...rest} />;
}

/** A link within a sentence. */
export function InlineLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link className={cn("underline decoration-faint underline-offset-3", className)} prefetch={false} {...rest} />;
}
