"use client";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn, tv, type VariantProps } from "./cn";

const input = tv({
  base: [
    "w-full min-w-0 rounded-control border border-line bg-app px-2.5 text-13 text-ink transition-colors",
    "placeholder:text-muted placeholder:opacity-100 hover:border-line-hard disabled:opacity-60 max-sm:text-16",
    "outline-0 focus-visible:rounded-control focus-visible:border-focus focus-visible:outline-0 focus-visible:ring-3 focus-visible:ring-time-wash",
    "aria-invalid:border-gone/60",
  ],
  variants: {
    kind: {
      line: "h-8 max-sm:h-touch",
      area: "min-h-14 resize-y py-1.75 leading-body",
      select: "select-arrow h-8 appearance-none pr-7 max-sm:h-touch",
    },
    mono: { true: "font-mono text-code" },
  },
  compoundVariants: [{ kind: ["line", "select"], mono: true, className: "leading-[1.4]" }],
  defaultVariants: { kind: "line" },
});

type Mono = Pick<VariantProps<typeof input>, "mono">;

/** A line to type into. */
export function Input({ mono, className, ...rest }: Mono & ComponentProps<"input">) {
  return <input className={input({ mono, className })} {...rest} />;
}

/** Several lines to type into. */
export function TextArea({ mono, className, ...rest }: Mono & ComponentProps<"textarea">) {
  return <textarea className={input({ kind: "area", mono, className })} {...rest} />;
}

/** One of a list, by the browser's own control. */
export function Select({ mono, className, ...rest }: Mono & ComponentProps<"select">) {
  return <select className={input({ kind: "select", mono, className })} {...rest} />;
}

/** A tick. */
export function Checkbox({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input
      type="checkbox"
      className={cn(
        "m-0 inline-grid size-3.75 flex-none cursor-pointer appearance-none place-content-center rounded-chip",
        "border-[1.5px] border-muted bg-transparent outline-offset-2",
        "checked:before:tick checked:border-ink checked:bg-ink checked:before:size-2.25 checked:before:bg-app",
        "indeterminate:border-ink indeterminate:bg-ink indeterminate:before:h-0.5 indeterminate:before:w-1.75 indeterminate:before:bg-app",
        className,
      )}
      {...rest}
    />
  );
}

/** A tick and what it means, in a sentence. */
export function CheckLine({
  className,
  children,
  ...rest
}: { className?: string; children: ReactNode } & Omit<ComponentProps<"input">, "type" | "className">) {
  return (
    <label className={cn("flex cursor-pointer items-start gap-2.25 text-12 text-prose leading-body", className)}>
      <Checkbox className="mt-px" {...rest} />
      {children}
    </label>
  );
}

/** Fields below each other. */
export function Form({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn("grid content-start gap-3.5", className)}>{children}</div>;
}

/** Two fields side by side, below each other on phones. */
export function FormPair({ wideFirst, children }: { wideFirst?: boolean; children: ReactNode }) {
  return (
    <div
      className={cn(
        "grid grid-cols-2 items-start gap-x-3 gap-y-3.5 max-sm:grid-cols-1",
        wideFirst && "sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]",
      )}
    >
      {children}
    </div>
  );
}

/** The look of a label: of a field's, and of the legend of a group of fields. */
export const formLabel = tv({ base: "flex items-baseline justify-between gap-2.5 p-0 font-medium text-12" });

/** What is wrong with a field, or what helps, below it. */
export const formBelow = tv({
  base: "wrap-anywhere text-meta leading-[1.4]",
  variants: { wrong: { true: "text-gone", false: "text-muted" } },
  defaultVariants: { wrong: false },
});

export interface FieldProps {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

/** A label, its control, and below it what is wrong or what helps. The control spreads the props it is given. */
export function FormField({
  label,
  aside,
  hint,
  error,
  className,
  children,
}: {
  label: ReactNode;
  /** Beside the label: required, optional, a unit. */
  aside?: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  className?: string;
  children: (props: FieldProps) => ReactNode;
}) {
  const id = useId();
  const below = error || hint;
  return (
    <div className={cn("grid min-w-0 gap-1.25", className)}>
      <span className={formLabel()}>
        <label htmlFor={id}>{label}</label>
        {aside && <span className="font-normal text-meta text-muted">{aside}</span>}
      </span>
      {children({
        id,
        ...(below && { "aria-describedby": `${id}-below` }),
        ...(error && { "aria-invalid": true as const }),
      })}
      {below && (
        <span id={`${id}-below`} className={formBelow({ wrong: Boolean(error) })}>
          {error || hint}
        </span>
      )}
    </div>
  );
}
