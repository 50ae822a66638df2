"use client";
import { useState } from "react";
import { instancePath } from "@/components/shell/pages";
import { OWN_PREFIX } from "@/lib/layouts/layout-set";
import type { UnrecognizedKey } from "@/lib/registry/types";
import { ApiErrorNote } from "../api/api-error-note";
import { useKey } from "../api/use-key";
import { useLayouts } from "../api/use-layouts";
import { leaseHex } from "../instances/instance-fields";
import { RawValueView } from "../instances/raw-value-view";
import { useLive } from "../live/use-live";
import { CopyLine } from "../ui/copy-line";
import { Facts } from "../ui/facts";
import { bytes as formatBytes, revision as formatRevision } from "../ui/format";
import { InlineLink } from "../ui/link";
import { SafeText } from "../ui/safe-text";
import { PanelPart, SidePanel } from "../ui/side-panel";
import { Skeleton } from "../ui/skeleton";
import { REASON_WORD } from "./reasons";
import { WayOutPart } from "./way-out";

/** One key that no layout reads: why, what to do, and what stands in it. */
export function UnrecognizedPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const row = useLive((state) => state.view?.unrecognized.get(id) ?? null);
  const read = useLive((state) => state.view !== null);
  return (
    <SidePanel label="Unrecognized key" title={row ? REASON_WORD[row.reason] : "Not here any more"} onClose={onClose}>
      {row ? (
        <Body key={id} row={row} />
      ) : read ? (
        <p className="mid">
          This key is gone, or a layout reads it now.{" "}
          <InlineLink href={instancePath(id)}>Look for its instance</InlineLink>
        </p>
      ) : (
        <Skeleton width={200} />
      )}
    </SidePanel>
  );
}

function Body({ row }: { row: UnrecognizedKey }) {
  const [bytes, setBytes] = useState(false);
  // Records of the console's own are under none of the watched prefixes: the API reads no value there.
  const own = row.key.startsWith(OWN_PREFIX);
  const value = useKey(own ? null : row.key, row.modRevision, { bytes });
  const layouts = useLayouts();
  const facts = [
    { label: "Size", value: <span className="num">{formatBytes(row.valueBytes)}</span> },
    { label: "Changed at revision", value: <span className="num">{formatRevision(row.modRevision)}</span> },
    {
      label: "Lease",
      value: row.leaseId === null ? "none" : <span className="mono">{leaseHex(row.leaseId)}</span>,
    },
    ...(own ? [] : [{ label: "Asked layout", value: row.layout ?? "none fits the key" }]),
  ];
  return (
    <>
      <CopyLine text={row.key} label="Copy the key">
        <SafeText text={row.key} max={300} expandable />
      </CopyLine>
      <p className="mid wrap-anywhere mt-2 text-12">
        <SafeText text={row.detail} max={600} />
      </p>
      <PanelPart title="What to do">
        {layouts.data ? <WayOutPart row={row} layouts={layouts.data} /> : <Skeleton width={240} />}
        {layouts.error && <ApiErrorNote error={layouts.error} onRetry={() => void layouts.refetch()} />}
      </PanelPart>
      <PanelPart title="Value">
        {own ? (
          <p className="mid">A record of Rollcall itself; its value is not shown here. The command below reads it.</p>
        ) : value.error ? (
          <ApiErrorNote error={value.error} onRetry={() => void value.refetch()} />
        ) : value.data ? (
          <RawValueView value={value.data.value} narrow onShowBytes={() => setBytes(true)} />
        ) : (
          <Skeleton width={220} />
        )}
      </PanelPart>
      <PanelPart title="What etcd holds">
        <Facts rows={facts} />
      </PanelPart>
    </>
  );
}
