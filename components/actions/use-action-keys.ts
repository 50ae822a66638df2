"use client";
import { useEffect, useRef } from "react";
import { isTyping } from "../ui/keys";

/** `e` evict, `d` drain or resume, `u` put back: on every page, for what is in hand there. */
export function useActionKeys(keys: Record<"e" | "d" | "u", () => void>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    // The letter after `g` names a page.
    let going = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event) || event.shiftKey) return;
      const afterG = event.timeStamp - going < 1200;
      going = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (afterG || event.repeat) return;
      if (event.key !== "e" && event.key !== "d" && event.key !== "u") return;
      event.preventDefault();
      latest.current[event.key]();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
