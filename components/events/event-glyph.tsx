import { Flag, Unplug } from "lucide-react";
import type { RegistryEvent } from "@/lib/registry/types";
import { cn } from "../ui/cn";
import { StateGlyph } from "../ui/state-glyph";
import { headOf } from "./event-kind";

/** The shape of what happened; a word stands beside it. */
export function EventGlyph({ event, className }: { event: RegistryEvent; className?: string }) {
  if (event.type === "ttl-reset") return <Flag className={cn("icon size-3.5 text-state", className)} aria-hidden />;
  if (event.type === "gap" || event.type === "cleared")
    return <Unplug className={cn("icon size-3.5 text-state", className)} aria-hidden />;
  const { tone } = headOf(event);
  return <StateGlyph state={tone === "time" ? "static" : tone} {...(className && { className })} />;
}
