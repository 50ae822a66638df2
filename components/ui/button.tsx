import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { tv, type VariantProps } from "./cn";

const button = tv({
  slots: {
    root: [
      "inline-flex items-center justify-center gap-1.75 rounded-control border border-line bg-panel px-2.75",
      "whitespace-nowrap font-medium text-12 text-ink shadow-card transition-colors",
      "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50",
    ],
    drawing: "icon size-3.5",
  },
  variants: {
    variant: {
      default: { root: "hover:border-line-hard hover:bg-raised", drawing: "text-prose" },
      primary: { root: "border-button bg-button text-button" },
      danger: { root: "text-gone hover:border-gone/50 hover:bg-gone-wash" },
      fatal: { root: "border-fatal bg-fatal text-fatal" },
      ghost: {
        root: "border-transparent bg-transparent text-prose shadow-none hover:bg-raised hover:text-ink",
        drawing: "text-prose",
      },
    },
    large: { true: { root: "h-control-lg px-3.5 text-13" }, false: { root: "h-control max-sm:h-9" } },
  },
  defaultVariants: { variant: "default", large: false },
});

interface Look extends VariantProps<typeof button> {
  icon?: LucideIcon;
  className?: string;
  children?: ReactNode;
}

/** A verb. `fatal` is for the last step of what cannot be undone, nothing else. */
export function Button({
  variant,
  large,
  icon: Icon,
  children,
  className,
  ...rest
}: Look & Omit<ComponentProps<"button">, "className">) {
  const { root, drawing } = button({ variant, large });
  return (
    <button type="button" className={root({ className })} {...rest}>
      {Icon && <Icon className={drawing()} aria-hidden />}
      {children}
    </button>
  );
}

/** Looks like a button, goes somewhere. */
export function ButtonLink({
  variant,
  large,
  icon: Icon,
  children,
  className,
  ...rest
}: Look & Omit<ComponentProps<typeof Link>, "className">) {
  const { root, drawing } = button({ variant, large });
  return (
    <Link className={root({ className })} {...rest}>
      {Icon && <Icon className={drawing()} aria-hidden />}
      {children}
    </Link>
  );
}

const iconButton = tv({
  base: [
    "grid size-7.5 flex-none place-items-center rounded-control text-prose transition-colors max-sm:size-10",
    "disabled:cursor-not-allowed disabled:opacity-50",
  ],
  variants: {
    danger: { true: "hover:bg-gone-wash hover:text-gone", false: "hover:bg-raised hover:text-ink" },
  },
  defaultVariants: { danger: false },
});

/** A button that shows only its icon; `label` is its name and, where no `title` says more, its title. */
export function IconButton({
  label,
  icon: Icon,
  danger,
  className,
  ...rest
}: { label: string; icon: LucideIcon } & VariantProps<typeof iconButton> & ComponentProps<"button">) {
  return (
    <button type="button" aria-label={label} title={label} className={iconButton({ danger, className })} {...rest}>
      <Icon className="icon" aria-hidden />
    </button>
  );
}

/** Looks like an icon button, goes somewhere. */
export function IconButtonLink({
  label,
  icon: Icon,
  className,
  ...rest
}: { label: string; icon: LucideIcon } & ComponentProps<typeof Link>) {
  return (
    <Link aria-label={label} title={label} className={iconButton({ className })} {...rest}>
      <Icon className="icon" aria-hidden />
    </Link>
  );
}
