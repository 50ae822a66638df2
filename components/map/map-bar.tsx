"use client";
import { List, Network } from "lucide-react";
import type { ReactNode } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import { QueryField } from "@/components/query/query-field";
import type { ListQuery } from "@/components/query/use-list-query";
import { usePhone } from "@/components/ui/media";
import { Segmented } from "@/components/ui/segmented";
import type { useUrlParams } from "@/components/ui/use-url-params";
import type { Grouping } from "@/lib/map/grouping";
import { type InstanceRow, rowsOf } from "@/lib/registry/select";
import { type MapAddress, viewParams } from "./map-address";

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
  query,
  onChange,
  children,
}: {
  address: MapAddress;
  query: ListQuery<InstanceRow>;
  onChange: ReturnType<typeof useUrlParams>[1];
  children: ReactNode;
}) {
  const phone = usePhone();
  const live = useLiveStore();
  return (
    <div className="col-span-full flex min-w-0 flex-wrap items-center gap-2 border-line-soft border-b bg-app px-3.5 py-2.5 max-sm:px-4">
      <QueryField
        className="max-w-[460px] flex-[1_1_280px] max-sm:max-w-none max-sm:flex-[1_1_100%]"
        label="Find on the map"
        placeholder="service:web state:late"
        query={query}
        subjects={() => {
          const { view } = live.getState();
          return view ? rowsOf(view) : [];
        }}
      />
      <span className="min-w-0 flex-1 max-sm:hidden" />
      <Segmented
        className="max-sm:flex-1"
        label="Group by"
        value={address.grouping}
        options={GROUPS}
        onChange={(group) =>
          onChange({ group: group === "datacenter" ? null : group, moved: null, ...viewParams(null) })
        }
      />
      {!phone && (
        <Segmented
          className="max-sm:flex-1"
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
