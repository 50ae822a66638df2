"use client";
import { useLive } from "@/components/live/use-live";
import { plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { MapGraph } from "@/lib/map/graph";
import { alarmOf } from "@/lib/registry/departures";

const MOST = 6;

/** Services of which nobody is left, or fewer than expected: above the map, whatever part of it is in sight. */
export function MapAlarms({ graph, onOpen }: { graph: MapGraph; onOpen: (node: string) => void }) {
  const names = useLive(
    ({ services }) => services.filter((service) => alarmOf(service) !== null).map(({ name }) => name),
    (a, b) => a.length === b.length && a.every((name, index) => name === b[index]),
  );
  if (names.length === 0) return null;
  return (
    <div
      className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 border-gone border-b bg-[color-mix(in_oklab,var(--gone-wash),var(--bg))] px-3.5 py-1.75 text-12 text-gone"
      role="status"
    >
      <StateGlyph state="gone" />
      <b>{plural(names.length, "service")} with nobody left, or fewer than expected</b>
      {names.slice(0, MOST).map((name) => (
        <button
          key={name}
          className="inline-flex h-6 max-w-[280px] items-center gap-1.5 rounded-control border border-gone bg-panel px-2 text-ink hover:bg-raised"
          type="button"
          onClick={() => onOpen(graph.nodes.find(({ service }) => service === name)?.id ?? name)}
        >
          <span className="ell">
            <SafeText text={name} max={60} />
          </span>
        </button>
      ))}
      {names.length > MOST && <span>and {names.length - MOST} more</span>}
    </div>
  );
}
