"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { cn } from "./cn";

/** Copies `text`; says for two seconds that it did, or that the browser refused. */
export function CopyButton({
  text,
  label,
  bare,
  className,
}: {
  text: string;
  label: string;
  /** Without its word where there is little room. */
  bare?: boolean;
  className?: string;
}) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    navigator.clipboard
      ? navigator.clipboard.writeText(text).then(
          () => setOutcome("copied"),
          () => setOutcome("refused"),
        )
      : setOutcome("refused");
  const Icon = outcome === "copied" ? Check : Copy;
  return (
    <button
      type="button"
      className={cn(
        "inline-flex h-6 flex-none items-center gap-1.25 rounded-chip px-1.75 text-11 text-prose transition-colors",
        "hover:bg-raised hover:text-ink max-sm:h-9 max-sm:min-w-9 max-sm:justify-center",
        className,
      )}
      aria-label={label}
      onClick={() => void copy()}
    >
      <Icon className="icon size-3.25" aria-hidden />
      <span className={cn(bare && "max-sm:hidden")} aria-live="polite">
        {outcome === "copied" ? "Copied" : outcome === "refused" ? "Refused" : "Copy"}
      </span>
    </button>
  );
}
