"use client";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";
import { isTyping } from "@/components/ui/keys";
import { stageKey } from "../stage-keys";
import { useWayOut } from "./use-way-out";

interface RehearsalKeys {
  next?(): void;
  back?(): void;
  /** From 0. */
  choose?(index: number): void;
}

/** The stage's keys, as far as they mean something here; all others are left to the page. */
export function useRehearsalKeys(keys: RehearsalKeys): void {
  const router = useRouter();
  const { href } = useWayOut();
  const { resolvedTheme, setTheme } = useTheme();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.repeat) return;
      const key = stageKey(event.key);
      const { next, back, choose } = latest.current;
      const doing =
        key?.kind === "next"
          ? next
          : key?.kind === "back"
            ? back
            : key?.kind === "act"
              ? choose && (() => choose(key.act))
              : key?.kind === "theme"
                ? () => setTheme(resolvedTheme === "dark" ? "light" : "dark")
                : key?.kind === "leave"
                  ? () => router.push(href)
                  : undefined;
      if (!doing) return;
      event.preventDefault();
      doing();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [router, href, resolvedTheme, setTheme]);
}
