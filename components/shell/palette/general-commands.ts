"use client";
import { Code, Keyboard, Link as LinkIcon } from "lucide-react";
import { useTheme } from "next-themes";
import { useToast } from "@/components/ui/toast";
import { THEMES } from "../theme-menu";
import type { PaletteCommand } from "./commands";

/** Commands that fit every page. */
export function useGeneralCommands(onHelp: () => void): PaletteCommand[] {
  const { setTheme } = useTheme();
  const toast = useToast();
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      toast({ title: "Link copied.", description: "It holds the filters of this page." });
    } catch {
      toast({ title: "Not copied.", description: "The browser refused the clipboard." });
    }
  };
  return [
    ...THEMES.map(({ value, label, icon }) => ({
      id: `theme-${value}`,
      label: `Theme: ${label.toLowerCase()}`,
      icon,
      words: "colour appearance",
      run: () => setTheme(value),
    })),
    {
      id: "copy-link",
      label: "Copy the link to this page",
      icon: LinkIcon,
      words: "share url",
      run: () => void copyLink(),
    },
    {
      id: "openapi",
      label: "Open the API's description",
      icon: Code,
      words: "openapi curl http",
      run: () => window.open("/api/v1/openapi.json", "_blank", "noopener"),
    },
    { id: "help", label: "Keyboard shortcuts", icon: Keyboard, words: "keys help ?", run: onHelp },
  ];
}
