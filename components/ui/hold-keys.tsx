"use client";
import { useEffect } from "react";
import { isTyping } from "./keys";

/**
 * Stands in a dialog's place while its code is loaded. What is typed meanwhile is meant for the dialog: no shortcut of
 * the page hears it, and nobody evicts an instance by the first letters of a search.
 */
export function HoldKeys({ error }: { error?: Error | null }) {
  const failed = Boolean(error);
  useEffect(() => {
    if (failed) return;
    const hold = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    // On the window, before whatever listens on the document.
    window.addEventListener("keydown", hold, { capture: true });
    return () => window.removeEventListener("keydown", hold, { capture: true });
  }, [failed]);
  return null;
}
