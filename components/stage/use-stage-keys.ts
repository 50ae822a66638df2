"use client";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";
import { isTyping } from "@/components/ui/keys";
import type { Command } from "@/lib/stage/step";
import { stageKey } from "./stage-keys";

const SPEAKER = "/stage/speaker";
const REHEARSAL = "/stage/rehearse";

/** The whole talk from keys: a keyboard's, or a clicker's. */
export function useStageKeys(command: (command: Command) => void): void {
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const latest = useRef(command);
  latest.current = command;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.repeat) return;
      const key = stageKey(event.key);
      if (!key) return;
      // A focused link or button must not be pressed as well.
      event.preventDefault();
      switch (key.kind) {
        case "theme":
          setTheme(resolvedTheme === "dark" ? "light" : "dark");
          break;
        case "speaker":
          window.open(SPEAKER, "rollcall-speaker", "popup,width=1100,height=760");
          break;
        case "rehearse":
          router.push(REHEARSAL);
          break;
        case "leave":
          router.push("/services");
          break;
        default:
          latest.current(key);
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [router, resolvedTheme, setTheme]);
}
