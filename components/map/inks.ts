"use client";
import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import type { CellState } from "@/lib/map/content";

/** What canvases draw with: they do not know variables of style sheets. */
export type Inks = Record<CellState | "quiet" | "track" | "unsure" | "halo", string>;

const NAMES: Record<keyof Inks, string> = {
  alive: "--alive",
  quiet: "--alive-quiet",
  late: "--late",
  overdue: "--overdue",
  draining: "--draining",
  static: "--static",
  gone: "--gone",
  track: "--bg-3",
  unsure: "--ink-4",
  halo: "--alive",
};

export function readInks(): Inks {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    Object.entries(NAMES).map(([ink, name]) => [ink, style.getPropertyValue(name).trim()]),
  ) as Inks;
}

/** Read anew when the theme changes; null until the page is awake. */
export function useInks(): Inks | null {
  const { resolvedTheme } = useTheme();
  const [inks, setInks] = useState<Inks | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what the inks are read for
  useEffect(() => setInks(readInks()), [resolvedTheme]);
  return inks;
}
