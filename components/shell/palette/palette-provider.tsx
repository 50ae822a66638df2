"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useMemo, useState } from "react";
import { HoldKeys } from "@/components/ui/hold-keys";
import { CommandContext, type CommandRegistry, type PaletteCommand } from "./commands";

// Loaded when it is first opened: no page needs it for its first paint.
const PaletteDialog = dynamic(() => import("./palette-dialog").then((module) => module.PaletteDialog), {
  ssr: false,
  loading: HoldKeys,
});

/** Holds the commands of the page that is open, and the palette itself. */
export function PaletteProvider({
  open,
  onOpenChange,
  onHelp,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onHelp: () => void;
  children: ReactNode;
}) {
  const [added, setAdded] = useState<readonly (readonly PaletteCommand[])[]>([]);
  const registry = useMemo<CommandRegistry>(
    () => ({
      add(commands) {
        setAdded((lists) => [...lists, commands]);
        return () => setAdded((lists) => lists.filter((list) => list !== commands));
      },
    }),
    [],
  );
  return (
    <CommandContext value={registry}>
      {children}
      {open && <PaletteDialog pageCommands={added.flat()} onClose={() => onOpenChange(false)} onHelp={onHelp} />}
    </CommandContext>
  );
}
