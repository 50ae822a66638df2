"use client";
import { Gauge, Plus, X } from "lucide-react";
import { useMemo } from "react";
import { useActions } from "@/components/actions/actions-context";
import { dismissingOf } from "@/components/actions/use-dismiss";
import { useWrites } from "@/components/actions/use-writes";
import { curlLine } from "@/components/actions/write-commands";
import { useOrigin } from "@/components/instances/use-origin";
import { usePaletteCommands } from "@/components/shell/palette/commands";
import { Button } from "@/components/ui/button";
import type { Command } from "@/components/ui/command-strip";
import { PageActions } from "@/components/ui/page-actions";
import { safeString } from "@/components/ui/safe-text-parts";
import type { ServiceSummary } from "@/lib/registry/select";

/** What can be done for a service; nothing where this console does not write. */
export function ServiceActions({ name, service }: { name: string; service: ServiceSummary | null }) {
  const actions = useActions();
  const { may } = useWrites();
  const offered = may !== "not";
  const commands = useMemo(
    () =>
      offered
        ? [
            {
              id: "minimum",
              label: `Set the minimum of ${safeString(name, 40)}…`,
              icon: Gauge,
              words: "expected count",
              run: () => actions.setMinimum(name),
            },
          ]
        : [],
    [offered, actions, name],
  );
  usePaletteCommands(commands);
  if (!offered) return null;
  const wait = may === "wait";
  const [layout] = service?.layouts ?? [];
  const [datacenter] = service?.datacenters ?? [];
  return (
    <PageActions>
      {service?.total === 0 && <DismissService service={service} />}
      <Button icon={Gauge} disabled={wait} onClick={() => actions.setMinimum(name)}>
        Minimum…
      </Button>
      <Button
        icon={Plus}
        disabled={wait}
        onClick={() =>
          actions.register({
            service: name,
            ...(layout !== undefined && { layout }),
            ...(datacenter !== undefined && { datacenter }),
          })
        }
      >
        Register…
      </Button>
    </PageActions>
  );
}

/** A service of which nobody is left stays on screen until somebody has seen it. */
export function DismissService({ service }: { service: ServiceSummary }) {
  const actions = useActions();
  const { may } = useWrites();
  if (may === "not") return null;
  return (
    <Button
      icon={X}
      disabled={may === "wait"}
      aria-label={`Dismiss ${safeString(service.name, 60)}`}
      title={
        service.minimum === null
          ? "Takes what is gone off the screen"
          : "Takes it off the screen, and its minimum away: it is not expected any more"
      }
      onClick={() => actions.dismiss({ services: [service.name] })}
    >
      Dismiss
    </Button>
  );
}

/** The same as a command: it has no dialog to stand in. */
export function useDismissCommand(service: ServiceSummary | null): readonly Command[] {
  const origin = useOrigin();
  const { may } = useWrites();
  if (may === "not" || service?.total !== 0) return [];
  return [{ tool: "dismiss", line: curlLine(origin, dismissingOf({ services: [service.name] })) }];
}
