"use client";
import { Download } from "lucide-react";
import { useLiveStore } from "@/components/live/live-provider";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { Places } from "@/lib/map/arrange";
import type { MapGraph } from "@/lib/map/graph";
import { mapSvg } from "@/lib/map/svg";
import type { MapTraffic } from "@/lib/map/traffic";
import { readSvgInks } from "./inks";
import { saveText } from "./save";

/** What is on screen, to take away: the picture, and the registry it shows. Both are of one moment and say which. */
export function MapExport({ graph, places, traffic }: { graph: MapGraph; places: Places | null; traffic: MapTraffic }) {
  const store = useLiveStore();
  const stamp = () => {
    const { view } = store.getState();
    return { takenAt: new Date(Date.now() + store.getState().clockOffsetMs).toISOString(), view };
  };
  const saveSvg = () => {
    const { takenAt, view } = stamp();
    if (!view || !places) return;
    const title = `Rollcall map, revision ${view.revision}, ${takenAt}`;
    const svg = mapSvg({ graph, places, traffic, services: store.getState().services }, readSvgInks(), title);
    saveText(svg, `rollcall-map-${view.revision}.svg`, "image/svg+xml");
  };
  const saveYaml = async () => {
    const { takenAt, view } = stamp();
    if (!view) return;
    // Asked for seldom: the writer of YAML is no part of the page until then.
    const { snapshotYaml } = await import("@/lib/registry/snapshot-yaml");
    saveText(snapshotYaml(view, takenAt), `rollcall-registry-${view.revision}.yaml`, "application/yaml");
  };
  return (
    <Menu
      trigger={
        <Button icon={Download}>
          <span className="max-sm:sr-only">Export</span>
        </Button>
      }
    >
      <MenuItem disabled={places === null} onClick={saveSvg}>
        The map as SVG
      </MenuItem>
      <MenuItem onClick={() => void saveYaml()}>The registry as YAML</MenuItem>
    </Menu>
  );
}
