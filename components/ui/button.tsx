import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

type Variant = "default" | "primary" | "danger" | "fatal" | "ghost";

interface Look {
  variant?: Variant;
  large?: boolean;
  icon?: LucideIcon;
  children?: ReactNode;
}

const classOf = ({ variant = "default", large }: Look, className?: string) =>
  cn("btn", variant !== "default" && variant, large && "large", className);

/** A verb. `fatal` is for the last step of what cannot be undone, nothing else. */
export function Button({ variant, large, icon: Icon, children, className, ...rest }: Look & ComponentProps<"button">) {
  return (
    <button
      type="button"
      className={classOf({ ...(variant && { variant }), ...(large && { large }) }, className)}
      {...rest}
    >
      {Icon && <Icon className="icon" aria-hidden />}
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
}: Look & ComponentProps<typeof Link>) {
  return (
    <Link className={classOf({ ...(variant && { variant }), ...(large && { large }) }, className)} {...rest}>
      {Icon && <Icon className="icon" aria-hidden />}
      {children}
    </Link>
  );
}

/** A button that shows only its icon; `label` is its name and its title. */
export function IconButton({
  label,
  icon: Icon,
  className,
  ...rest
}: { label: string; icon: LucideIcon } & ComponentProps<"button">) {
  return (
    <button type="button" aria-label={label} title={label} className={cn("iconbtn", className)} {...rest}>
      <Icon className="icon" aria-hidden />
    </button>
  );
}
