"use client";
import { CircleDot, Droplet, FileUp, HandHeart, Plus, ScrollText, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type PaletteCommand, usePaletteCommands } from "../shell/palette/commands";
import { useToast } from "../ui/toast";
import type { Actions } from "./actions-context";
import type { TargetRegistry } from "./targets";
import type { Writes } from "./use-writes";

/** What can be done, in the palette: on what was in hand when it was opened. */
export function useActionCommands({
  actions,
  targets,
  writes,
}: {
  actions: Actions;
  targets: TargetRegistry;
  writes: Writes;
}): void {
  const router = useRouter();
  const toast = useToast();
  const offered = writes.may !== "not";
  const commands = useMemo<PaletteCommand[]>(() => {
    const look: PaletteCommand[] = [
      {
        id: "held",
        label: "What the console holds",
        icon: HandHeart,
        words: "registrations held lease pause release deregister",
        run: () => router.push("/registrations"),
      },
      { id: "audit", label: "Audit trail", icon: ScrollText, words: "who did what", run: () => router.push("/audit") },
    ];
    if (!offered) return look;
    const on = (act: (rows: ReturnType<TargetRegistry["read"]>) => void) => () => {
      const rows = targets.read().filter(({ tombstone }) => tombstone === null);
      if (rows.length > 0) act(rows);
      else toast({ title: "No instance is in hand.", description: "Tick some, or go to a row, then ask again." });
    };
    return [
      { id: "evict", label: "Evict what is in hand…", icon: Trash2, words: "delete remove", run: on(actions.evict) },
      { id: "drain", label: "Drain what is in hand…", icon: Droplet, words: "rotation", run: on(actions.drain) },
      { id: "resume", label: "Resume what is in hand…", icon: CircleDot, words: "undrain", run: on(actions.resume) },
      {
        id: "register",
        label: "Register an instance…",
        icon: Plus,
        words: "new add",
        run: () => actions.register(),
      },
      { id: "import", label: "Import a file…", icon: FileUp, words: "yaml json static", run: actions.importFile },
      ...look,
    ];
  }, [offered, actions, targets, router, toast]);
  usePaletteCommands(commands);
}
