"use client";
import { type ReactNode, useState } from "react";

/** Marks its children for a moment when `value` becomes another one while they are on screen. */
export function Changed({ value, children }: { value: string; children: ReactNode }) {
  const [seen, setSeen] = useState({ value, times: 0 });
  if (seen.value !== value) setSeen({ value, times: seen.times + 1 });
  return (
    // A new key restarts the animation when the next change comes before the last one has faded.
    <span key={seen.times} className={seen.times > 0 ? "animate-changed rounded-cell" : undefined}>
      {children}
    </span>
  );
}
