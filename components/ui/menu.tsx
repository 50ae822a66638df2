"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { tv, type VariantProps } from "./cn";
import { popup } from "./popup";

type Positioner = Pick<
  ComponentProps<typeof Base.Positioner>,
  "anchor" | "side" | "align" | "sideOffset" | "collisionPadding"
>;

interface MenuProps extends Positioner, Pick<ComponentProps<typeof Base.Root>, "open" | "onOpenChange"> {
  /** What opens it. Left out where a menu opens at an `anchor`, for one of many. */
  trigger?: ReactElement;
  disabled?: boolean;
  label?: string;
  className?: string;
  children: ReactNode;
}

/** What can be done, below what opens it. Arrow keys move, Escape gives the focus back. */
export function Menu({ trigger, disabled, label, className, children, open, onOpenChange, ...place }: MenuProps) {
  return (
    <Base.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      {trigger && <Base.Trigger render={trigger} disabled={disabled} />}
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" {...place}>
          <Base.Popup className={popup({ className })} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const item = tv({
  base: [
    "flex h-7.5 cursor-default items-center gap-2.25 rounded-chip px-2.5 text-12 text-prose outline-0 max-sm:h-touch",
    "data-highlighted:bg-pressed data-highlighted:text-ink data-disabled:opacity-50",
    "aria-checked:font-medium aria-checked:text-ink",
  ],
  variants: { danger: { true: "text-gone data-highlighted:text-gone" } },
});

type Plain<P> = Omit<P, "className"> & { className?: string };

/** One of them. */
export function MenuItem({
  danger,
  className,
  ...rest
}: VariantProps<typeof item> & Plain<ComponentProps<typeof Base.Item>>) {
  return <Base.Item className={item({ danger, className })} {...rest} />;
}

/** One that goes somewhere: `render` is the link. */
export function MenuLinkItem({ className, ...rest }: Plain<ComponentProps<typeof Base.LinkItem>>) {
  return <Base.LinkItem className={item({ className })} {...rest} />;
}

/** One of a few in a `MenuRadioGroup`; the chosen one has a tick. */
export function MenuRadioItem({ className, children, ...rest }: Plain<ComponentProps<typeof Base.RadioItem>>) {
  return (
    <Base.RadioItem className={item({ className })} {...rest}>
      {children}
      <Base.RadioItemIndicator>
        <Check className="icon" aria-hidden />
      </Base.RadioItemIndicator>
    </Base.RadioItem>
  );
}

export const MenuRadioGroup = Base.RadioGroup;
