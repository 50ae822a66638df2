"use client";
import { Button, IconButton } from "@/components/ui/button";
import { plural } from "@/components/ui/format";
import { Kbd } from "@/components/ui/tag";
import type { FleetInstance } from "@/lib/api/fleet";
import type { Order } from "./use-fleet";
import { fitting, VERBS, type Verb } from "./verbs";

export type Give = (order: Order) => void;

/** The order that a verb is for those of these it fits; null where it fits none. */
export function orderFor(verb: Verb, instances: readonly FleetInstance[]): Order | null {
  const on = fitting(verb, instances);
  if (on.length === 0) return null;
  const order: Order = { verb: verb.id, body: { instances: on.map(({ id }) => id) } };
  if (verb.signal === null) return order;
  return { ...order, signal: { name: verb.signal, pids: on.flatMap(({ pid }) => pid ?? []) } };
}

/** In a row: only what is possible now, each by its icon. */
export function RowVerbs({ name, instances, give }: { name: string; instances: readonly FleetInstance[]; give: Give }) {
  const counts = VERBS.map((verb) => ({ verb, order: orderFor(verb, instances) }));
  return (
    <span className="flex min-w-0 items-center">
      {counts.map(
        ({ verb, order }) =>
          order && (
            <IconButton
              key={verb.id}
              label={`${verb.label} ${name}`}
              icon={verb.icon}
              className="not-hover:not-focus-visible:text-muted"
              tabIndex={-1}
              onClick={() => give(order)}
            />
          ),
      )}
    </span>
  );
}

/** In the panel: each with what follows from it, and its key. */
export function VerbList({ instances, give }: { instances: readonly FleetInstance[]; give: Give }) {
  return (
    <ul className="grid gap-2">
      {VERBS.map((verb) => {
        const order = orderFor(verb, instances);
        if (!order) return null;
        const count = fitting(verb, instances).length;
        return (
          <li
            key={verb.id}
            className="grid grid-cols-[136px_minmax(0,1fr)_auto] items-center gap-2.5 text-12 max-sm:grid-cols-[136px_minmax(0,1fr)]"
          >
            <Button
              className="justify-start"
              icon={verb.icon}
              {...(verb.danger && { variant: "danger" as const })}
              onClick={() => give(order)}
            >
              {verb.label}
              {count > 1 && ` ${count}`}
            </Button>
            <span className="dim">
              {count < instances.length && instances.length > 1 && `${plural(count, "instance")}. `}
              {verb.means}
            </span>
            <Kbd className="max-sm:hidden">{verb.key}</Kbd>
          </li>
        );
      })}
    </ul>
  );
}
