"use client";
import { Undo2 } from "lucide-react";
import { useMemo } from "react";
import type { PaletteCommand } from "../../shell/palette/commands";
import { usePaletteCommands } from "../../shell/palette/commands";
import { safeString } from "../../ui/safe-text-parts";
import { useRestorables } from "./restorables";
import { usePutBack } from "./use-put-back";

/** The palette names the latest ones; the others stand at their tombstones. */
const MOST_NAMED = 5;

/** What can be put back, in the palette, as long as it can. */
export function PutBackCommands() {
  const restorables = useRestorables();
  const putBack = usePutBack();
  const commands = useMemo(
    () =>
      [...restorables.values()].slice(0, MOST_NAMED).map((one): PaletteCommand => {
        const name = one.instance ?? one.key;
        return {
          id: `put-back ${one.auditId}`,
          label: `Put back ${safeString(name, 60)}${one.service === null ? "" : ` of ${safeString(one.service, 60)}`}`,
          icon: Undo2,
          words: "restore undo evicted",
          run: () => void putBack(one.auditId, name),
        };
      }),
    [restorables, putBack],
  );
  usePaletteCommands(commands);
  return null;
}
