"use client";
import { Maximize2 } from "lucide-react";
import type { InstanceRow } from "@/lib/registry/select";
import { InstanceActions } from "../actions/instance-actions";
import { InstanceDial } from "../leases/instance-lease";
import { useInstance } from "../live/use-live";
import { instancePath, servicePath } from "../shell/pages";
import { SightingNote } from "../sightings/sighting-note";
import { IconButtonLink } from "../ui/button";
import { CommandStrip } from "../ui/command-strip";
import { OwnerLink } from "../ui/detail-page";
import { SafeText } from "../ui/safe-text";
import { PanelPart, SidePanel } from "../ui/side-panel";
import { AbsentInstance } from "./absent-instance";
import { keyCommands } from "./commands";
import { DrainNote } from "./drain-note";
import { Endpoints } from "./endpoints";
import { InstanceState } from "./instance-state";
import { KeyLines } from "./key-lines";
import { LayoutNote } from "./layout-note";
import { LeaseFacts } from "./lease-facts";
import { Life } from "./life";
import { Metadata } from "./metadata";
import { RawValueSection } from "./raw-value-section";
import { StoredFacts } from "./stored-facts";
import { TombstoneNote } from "./tombstone-note";
import { useOrigin } from "./use-origin";
import { useStored } from "./use-stored";

/** One instance beside the list it was chosen from; an overlay in narrow windows, a full sheet on phones. */
export function InstancePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const row = useInstance(id);
  const title = (
    <>
      <SafeText text={row?.instance.instance ?? "Instance"} max={60} className="mono" />
      {row && (
        <IconButtonLink
          icon={Maximize2}
          href={instancePath(id)}
          prefetch={false}
          label="Open its page"
          title="Open its page"
        />
      )}
    </>
  );
  return (
    <SidePanel label="Instance" title={title} onClose={onClose}>
      {row ? <PanelBody key={id} id={id} row={row} /> : <AbsentInstance id={id} />}
    </SidePanel>
  );
}

function PanelBody({ id, row }: { id: string; row: InstanceRow }) {
  const { instance, tombstone } = row;
  const reading = useStored(row);
  const origin = useOrigin();
  const key = instance.keys[0] ?? id;
  return (
    <>
      <div className="mb-2.5 flex min-w-0 items-center gap-3 text-12">
        <InstanceState row={row} />
        <span className="min-w-0 flex-1" />
        <OwnerLink className="ell" href={servicePath(instance.service)}>
          <SafeText text={instance.service} max={40} />
        </OwnerLink>
      </div>
      <InstanceDial row={row} size={176} />
      <InstanceActions row={row} className="mt-1 mb-3" />
      <KeyLines instance={instance} />
      <div className="mt-3 grid gap-3 empty:hidden">
        {tombstone && <TombstoneNote tombstone={tombstone} />}
        <SightingNote row={row} />
        <DrainNote row={row} />
      </div>
      <PanelPart title="Endpoints">
        <Endpoints endpoints={instance.endpoints} />
      </PanelPart>
      <PanelPart title="Lease">
        <LeaseFacts
          instance={instance}
          gone={tombstone !== null}
          lease={reading.stored?.lease}
          readAt={reading.readAt}
          onRead={reading.read}
        />
      </PanelPart>
      <PanelPart title="Value">
        <RawValueSection reading={reading} gone={tombstone !== null} narrow />
      </PanelPart>
      <PanelPart title="Metadata">
        <Metadata metadata={instance.metadata} cut={instance.cut} />
      </PanelPart>
      <PanelPart title="What etcd holds">
        <StoredFacts instance={instance} stored={reading.stored} />
      </PanelPart>
      <PanelPart title="Read by">
        <LayoutNote id={instance.layout} keyText={instance.keys[0] ?? id} gone={tombstone !== null} />
      </PanelPart>
      <PanelPart title="Life so far">
        <Life id={id} limit={12} />
      </PanelPart>
      <CommandStrip boxed className="mt-5" commands={keyCommands(origin, key, instance.leaseId)} />
    </>
  );
}
