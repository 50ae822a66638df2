"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

/** Copies `text`; says for two seconds that it did, or that the browser refused. */
export function CopyButton({ text, label }: { text: string; label: string }) {
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
    <button type="button" className="copy" aria-label={label} onClick={() => void copy()}>
      <Icon className="icon" aria-hidden />
      <span aria-live="polite">{outcome === "copied" ? "Copied" : outcome === "refused" ? "Refused" : "Copy"}</span>
    </button>
  );
}
