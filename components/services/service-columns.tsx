import { ServiceStrip, ShortestLease } from "@/components/leases/service-lease";
import { CompactLine, CompactRow } from "@/components/ui/compact-row";
import type { Column } from "@/components/ui/virtual-table";
import type { ServiceSummary } from "@/lib/registry/select";
import { MakeUp } from "./make-up";
import { InstanceCount, LastChange, ServiceName, Several } from "./service-cells";

export const SERVICE_ROW_PX = 41;
export const SERVICE_COMPACT_PX = 68;

export const SERVICE_COLUMNS: readonly Column<ServiceSummary>[] = [
  {
    id: "service",
    header: "Service",
    track: "minmax(180px, 3fr)",
    cell: (service) => <ServiceName service={service} />,
  },
  {
    id: "instances",
    header: "Instances",
    track: "128px",
    end: true,
    cell: (service) => <InstanceCount service={service} />,
  },
  { id: "make-up", header: "Make-up", track: "112px", cell: (service) => <MakeUp service={service} /> },
  {
    id: "lease",
    header: "Shortest lease",
    track: "246px",
    cell: (service) => <ShortestLease service={service} />,
  },
  {
    id: "beats",
    header: "Heartbeats, last 30",
    track: "168px",
    from: 1100,
    cell: (service) => <ServiceStrip service={service} inRow />,
  },
  {
    id: "layout",
    header: "Layout",
    track: "minmax(108px, 1fr)",
    from: 1320,
    cell: (service) => <Several field="layout" names={service.layouts} tag />,
  },
  {
    id: "datacenter",
    header: "Datacenter",
    track: "minmax(116px, 1fr)",
    from: 1200,
    cell: (service) => <Several field="dc" names={service.datacenters} />,
  },
  {
    id: "change",
    header: "Last change",
    track: "minmax(150px, 2fr)",
    cell: (service) => <LastChange service={service} />,
  },
];

/** Two lines, on phones. */
export function compactService(service: ServiceSummary) {
  return (
    <CompactRow>
      <CompactLine>
        <ServiceName service={service} compact />
        <InstanceCount service={service} />
      </CompactLine>
      <CompactLine indented>
        <MakeUp service={service} />
        <LastChange service={service} />
      </CompactLine>
    </CompactRow>
  );
}
