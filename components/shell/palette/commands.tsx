"use client";
import type { LucideIcon } from "lucide-react";
import { createContext, useContext, useEffect } from "react";

/** Something the palette can do. */
export interface PaletteCommand {
  id: string;
  label: string;
  icon: LucideIcon;
  /** Found by these words too. */
  words?: string;
  run: () => void;
}

export interface CommandRegistry {
  add(commands: readonly PaletteCommand[]): () => void;
}

export const CommandContext = createContext<CommandRegistry | null>(null);

/** Adds the page's own commands to the palette while the page is there. The list has to be stable (memoised). */
export function usePaletteCommands(commands: readonly PaletteCommand[]): void {
  const registry = useContext(CommandContext);
  useEffect(() => registry?.add(commands), [registry, commands]);
}
