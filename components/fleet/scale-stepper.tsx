"use client";
import { Minus, Plus } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import type { FleetService } from "@/lib/api/fleet";
import type { Give } from "./verb-buttons";

/** How many instances the service has: the newest ones stop gracefully, or new ones start. */
export function ScaleStepper({ service, most, give }: { service: FleetService; most: number; give: Give }) {
  const count = service.instances.length;
  const to = (wanted: number) => give({ verb: "scale", body: { service: service.name, count: wanted } });
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons and what they change, not fields of a form
    <span className="flex min-w-0 items-center" role="group" aria-label={`Instances of ${service.name}`}>
      <IconButton
        label={`One ${service.name} less`}
        icon={Minus}
        disabled={count === 0}
        onClick={() => to(count - 1)}
      />
      <span className="num min-w-4 text-center">{count}</span>
      <IconButton
        label={`One ${service.name} more`}
        icon={Plus}
        disabled={count >= most}
        onClick={() => to(count + 1)}
      />
    </span>
  );
}
