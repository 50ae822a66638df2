"use client";
import { List, Network } from "lucide-react";
import type { ReactNode } from "react";
import { usePhone } from "@/components/ui/media";
import { SearchField } from "@/components/ui/search-field";
import { Segmented } from "@/components/ui/segmented";
import type { useUrlParams } from "@/components/ui/use-url-params";
import type { Grouping } from "@/lib/map/grouping";
import type { MapAddress } from "./map-address";

const GROUPS = [
  { value: "datacenter", label: "Datacenter" },
  { value: "namespace", label: "Namespace" },
  { value: "layout", label: "Layout" },
  { value: "none", label: "Flow" },
] as const satisfies readonly { value: Grouping; label: string }[];

const FORMS = [
  { value: "map", label: <Network className="icon" aria-label="Map" /> },
  { value: "list", label: <List className="icon" aria-label="List" /> },
] as const;

export function MapBar({
  address,
  q,
  onChange,
  children,
}: {
  address: MapAddress;
  q: string;
  onChange: ReturnType<typeof useUrlParams>[1];
  children: ReactNode;
}) {
  const phone = usePhone();
  return (
    <div className="map-bar">
      <SearchField
        className="filter-text"
        label="Find on the map"
        placeholder="Find on the map"
        value={q}
        onChange={(next) => onChange({ q: next })}
      />
      <span className="grow" />
      <Segmented
        label="Group by"
        value={address.grouping}
        options={GROUPS}
        onChange={(group) => onChange({ group: group === "datacenter" ? null : group, at: null, moved: null })}
      />
      {!phone && (
        <Segmented
          label="Show as"
          value={address.list ? "list" : "map"}
          options={FORMS}
          onChange={(form) => onChange({ as: form === "list" ? form : null })}
        />
      )}
      {children}
    </div>
  );
}
