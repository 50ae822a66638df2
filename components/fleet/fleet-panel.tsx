"use client";
import { leaseHex } from "@/components/instances/instance-fields";
import { InstanceLeaseBar, InstanceStrip } from "@/components/leases/instance-lease";
import { useInstance } from "@/components/live/use-live";
import { type Command, CommandStrip } from "@/components/ui/command-strip";
import { Facts } from "@/components/ui/facts";
import { SafeText } from "@/components/ui/safe-text";
import { PanelPart, SidePanel } from "@/components/ui/side-panel";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import type { FleetInstance, FleetService } from "@/lib/api/fleet";
import { BehaviourForm } from "./behaviour-form";
import type { FleetRow } from "./fleet-rows";
import { ProcessPlace, ProcessState } from "./process-state";
import { Difference, ItSays, RegistryLink, RegistrySays, WhyItLeft } from "./registry-says";
import { ScaleStepper } from "./scale-stepper";
import { type Give, VerbList } from "./verb-buttons";

/** One process, or all of a service: both truths, and everything that can be done to it. */
export function FleetPanel({
  row,
  most,
  commands,
  give,
  onClose,
}: {
  row: FleetRow;
  most: number;
  commands: readonly Command[];
  give: Give;
  onClose: () => void;
}) {
  return (
    <SidePanel label="Process" title={<SafeText text={row.id} max={60} className="mono" />} onClose={onClose}>
      <div key={row.id}>
        {row.kind === "instance" ? (
          <BothTruths instance={row.instances[0]} service={row.service} />
        ) : (
          <AboutService service={row.service} most={most} give={give} />
        )}
        <PanelPart title={row.kind === "instance" ? "Do to it" : "Do to all of them"}>
          <VerbList instances={row.instances} give={give} />
        </PanelPart>
        <PanelPart title="How it answers">
          <BehaviourForm instances={row.instances} give={give} />
        </PanelPart>
        <CommandStrip boxed className="mt-4.5" commands={commands} />
      </div>
    </SidePanel>
  );
}

function BothTruths({ instance, service }: { instance: FleetInstance; service: FleetService }) {
  const { registration, since } = instance;
  return (
    <>
      <PanelPart title="What is there">
        <Facts
          rows={[
            { label: "Process", value: <ProcessState instance={instance} /> },
            { label: "Id and port", value: <ProcessPlace instance={instance} /> },
            ...(since === null ? [] : [{ label: "Started", value: <Time at={since} suffix=" ago" /> }]),
            { label: "It says", value: <ItSays instance={instance} /> },
            ...(registration?.error
              ? [{ label: "It met", value: <SafeText text={registration.error} max={200} /> }]
              : []),
            ...(registration?.leaseId
              ? [{ label: "Its lease", value: <span className="mono">{leaseHex(registration.leaseId)}</span> }]
              : []),
          ]}
        />
      </PanelPart>
      <PanelPart title="What the registry says">
        <div className="grid gap-2.5">
          <RegistrySays instance={instance} brief />
          <RegistryLease instance={instance} />
        </div>
        <WhyItLeft instance={instance} />
        <Difference instance={instance} service={service} className="mt-2 block" />
        <p>
          <RegistryLink instance={instance} />
        </p>
      </PanelPart>
    </>
  );
}

function RegistryLease({ instance: { registration } }: { instance: FleetInstance }) {
  const row = useInstance(registration?.key ?? "");
  if (!row || row.instance.leaseId === null) return null;
  return (
    <>
      {!row.tombstone && <InstanceLeaseBar row={row} />}
      <InstanceStrip row={row} wide />
    </>
  );
}

function AboutService({ service, most, give }: { service: FleetService; most: number; give: Give }) {
  const { layout, prefix, dependsOn, beginsWith } = service;
  return (
    <PanelPart title="Service">
      <Facts
        rows={[
          { label: "Instances", value: <ScaleStepper service={service} most={most} give={give} /> },
          { label: "After a reset", value: <span className="num">{beginsWith}</span> },
          { label: "Layout", value: <Tag>{layout}</Tag> },
          { label: "Under", value: <SafeText text={prefix} max={60} className="mono" /> },
          { label: "Depends on", value: dependsOn.length === 0 ? "nothing" : dependsOn.join(", ") },
        ]}
      />
    </PanelPart>
  );
}
