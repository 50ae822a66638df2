"use client";
import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import type { CellState } from "@/lib/map/content";
import type { SvgInks } from "@/lib/map/svg";

/** What canvases draw with: they do not know variables of style sheets. */
export type Inks = Record<
  CellState | "quiet" | "track" | "unsure" | "halo" | "card" | "frame" | "ghost" | "line" | "ink" | "dim",
  string
>;

const NAMES: Record<keyof Inks, string> = {
  alive: "--alive",
  quiet: "--alive-quiet",
  late: "--late",
  overdue: "--overdue",
  draining: "--draining",
  static: "--static",
  gone: "--gone",
  left: "--ink-3",
  track: "--bg-3",
  unsure: "--ink-4",
  halo: "--alive",
  card: "--bg-1",
  frame: "--bg",
  ghost: "--ink-3",
  line: "--line",
  ink: "--ink",
  dim: "--ink-3",
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

/** Of a picture that leaves the page. Other programs draw it: what they may not know (oklch) becomes plain red, green, blue. */
export function readSvgInks(): SvgInks {
  const style = getComputedStyle(document.documentElement);
  const ink = (name: string) => plainColour(style.getPropertyValue(name).trim());
  return {
    states: {
      alive: ink("--alive"),
      late: ink("--late"),
      overdue: ink("--overdue"),
      draining: ink("--draining"),
      static: ink("--static"),
      gone: ink("--gone"),
      left: ink("--ink-3"),
    },
    quiet: ink("--alive-quiet"),
    ground: ink("--bg-sunk"),
    card: ink("--bg-1"),
    frame: ink("--bg"),
    line: ink("--line-hard"),
    ink: ink("--ink"),
    dim: ink("--ink-2"),
  };
}

function plainColour(colour: string): string {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d");
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}
