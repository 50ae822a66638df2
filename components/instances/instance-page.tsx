"use client";
import type { InstanceRow } from "@/lib/registry/select";
import { InstanceActions } from "../actions/instance-actions";
import { InstanceDial } from "../leases/instance-lease";
import { LeaseHistoryCards } from "../leases/lease-cards";
import { isFrozen } from "../live/freshness";
import { useFreshness } from "../live/use-freshness";
import { useInstance } from "../live/use-live";
import { Page } from "../shell/page";
import { servicePath } from "../shell/pages";
import { SightingNote } from "../sightings/sighting-note";
import { Card } from "../ui/card";
import { DetailColumn, DetailColumns, DetailSub, DetailTitle, OwnerLink } from "../ui/detail-page";
import { Frozen } from "../ui/frozen";
import { SafeText } from "../ui/safe-text";
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

/** Everything about one instance on a page of its own. */
export function InstancePage({ id }: { id: string }) {
  const row = useInstance(id);
  const origin = useOrigin();
  if (row) return <Known key={id} id={id} row={row} />;
  return (
    <Page title="Instance" commands={keyCommands(origin, id, null)}>
      <AbsentInstance id={id} />
    </Page>
  );
}

function Known({ id, row }: { id: string; row: InstanceRow }) {
  const { instance, tombstone } = row;
  const reading = useStored(row);
  const origin = useOrigin();
  const frozen = isFrozen(useFreshness());
  return (
    <Page
      title={
        <DetailTitle name={<SafeText text={instance.instance} max={120} />}>
          <InstanceState row={row} />
        </DetailTitle>
      }
      sub={
        <DetailSub>
          <span className="sm:hidden">
            <InstanceState row={row} />
          </span>
          <OwnerLink href={servicePath(instance.service)}>
            <SafeText text={instance.service} max={120} />
          </OwnerLink>
        </DetailSub>
      }
      actions={<InstanceActions row={row} />}
      commands={keyCommands(origin, instance.keys[0] ?? id, instance.leaseId)}
    >
      <Frozen frozen={frozen}>
        <DetailColumns>
          <DetailColumn>
            <Card>
              <InstanceDial row={row} size={252} legend />
            </Card>
          </DetailColumn>
          <DetailColumn>
            {tombstone && <TombstoneNote tombstone={tombstone} />}
            <SightingNote row={row} />
            <DrainNote row={row} />
            <Card title="Endpoints">
              <Endpoints endpoints={instance.endpoints} />
            </Card>
            <Card title="Value">
              <RawValueSection reading={reading} gone={tombstone !== null} />
            </Card>
            {!tombstone && instance.leaseId !== null && <LeaseHistoryCards leaseId={instance.leaseId} />}
            <Card title="Metadata" aside={tombstone ? "as it last was" : undefined}>
              <Metadata metadata={instance.metadata} cut={instance.cut} wide />
            </Card>
            <Card title="Life so far">
              <Life id={id} limit={40} />
            </Card>
          </DetailColumn>
          <DetailColumn>
            <Card title={tombstone ? "What was stored" : "What is stored"}>
              <KeyLines instance={instance} />
              <StoredFacts instance={instance} stored={reading.stored} />
            </Card>
            <Card title="Lease">
              <LeaseFacts
                gone={tombstone !== null}
                instance={instance}
                lease={reading.stored?.lease}
                readAt={reading.readAt}
                onRead={reading.read}
              />
            </Card>
            <Card title="Read by">
              <LayoutNote id={instance.layout} keyText={instance.keys[0] ?? id} gone={tombstone !== null} />
            </Card>
          </DetailColumn>
        </DetailColumns>
      </Frozen>
    </Page>
  );
}
