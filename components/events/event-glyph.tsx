import { Flag, Unplug } from "lucide-react";
import type { RegistryEvent } from "@/lib/registry/types";
import { StateGlyph } from "../ui/state-glyph";
import { headOf } from "./event-kind";

/** The shape of what happened; a word stands beside it. */
export function EventGlyph({ event }: { event: RegistryEvent }) {
  if (event.type === "ttl-reset") return <Flag className="icon size-3.5 text-state" aria-hidden />;
  if (event.type === "gap" || event.type === "cleared")
    return <Unplug className="icon size-3.5 text-state" aria-hidden />;
  const { tone } = headOf(event);
  return <StateGlyph state={tone === "time" ? "static" : tone} />;
}
