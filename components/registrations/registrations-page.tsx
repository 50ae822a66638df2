"use client";
import { Pause, Play, Plus, Presentation, Trash2, Unlink } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { HeldRegistration } from "@/lib/api/registrations";
import { useActions } from "../actions/actions-context";
import { AuditLink } from "../actions/audit-link";
import { useWrites } from "../actions/use-writes";
import { ApiErrorNote } from "../api/api-error-note";
import { curlCommand } from "../instances/commands";
import { useOrigin } from "../instances/use-origin";
import { InstanceRing } from "../leases/instance-lease";
import { useInstance } from "../live/use-live";
import { Page } from "../shell/page";
import { instancePath, servicePath } from "../shell/pages";
import { Button, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { InlineLink } from "../ui/link";
import { SafeText } from "../ui/safe-text";
import { SkeletonRows } from "../ui/skeleton";
import { Tag } from "../ui/tag";
import { Time } from "../ui/time";
import { HoldDialog } from "./hold-dialog";
import { useHeld } from "./use-held";
import type { HoldChange } from "./use-hold-change";

/** What was registered here and is kept alive by this console, and how. */
export function RegistrationsPage() {
  const held = useHeld();
  const actions = useActions();
  const writes = useWrites();
  const origin = useOrigin();
  const [asked, setAsked] = useState<{ change: HoldChange; held: HeldRegistration } | null>(null);
  const mayWrite = writes.may !== "not";
  return (
    <Page
      title="Held by the console"
      sub={held.data?.note}
      actions={
        mayWrite ? (
          <>
            <ButtonLink icon={Presentation} href="/stage/rehearse">
              Rehearse expiry
            </ButtonLink>
            <Button icon={Plus} disabled={writes.may === "wait"} onClick={() => actions.register()}>
              Register…
            </Button>
          </>
        ) : (
          <p className="max-w-[60ch] text-12 text-muted leading-[1.45]">{writes.reason}</p>
        )
      }
      commands={[curlCommand(origin, "/api/v1/registrations")]}
    >
      {held.error && <ApiErrorNote error={held.error} onRetry={() => void held.refetch()} />}
      {held.isPending && (
        <Card flush>
          <SkeletonRows rows={3} columns={[160, 120]} />
        </Card>
      )}
      {held.data?.registrations.length === 0 && (
        <EmptyState title="The console holds nothing">
          <p>What is registered by hand, with the console as its keeper, stands here: to pause, resume and release.</p>
        </EmptyState>
      )}
      {held.data && held.data.registrations.length > 0 && (
        <ul className="grid gap-2.5" aria-label="Registrations held by the console">
          {held.data.registrations.map((one) => (
            <Held
              key={one.key}
              held={one}
              onAsk={mayWrite ? (change) => setAsked({ change, held: one }) : null}
              wait={writes.may === "wait"}
            />
          ))}
        </ul>
      )}
      {asked && <HoldDialog {...asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}

const HOLD_BUTTON = "max-sm:h-touch max-sm:flex-1";

function Held({
  held,
  onAsk,
  wait,
}: {
  held: HeldRegistration;
  onAsk: ((change: HoldChange) => void) | null;
  wait: boolean;
}) {
  const row = useInstance(held.key);
  const ended = held.state === "ended";
  return (
    <Card
      as="li"
      flush
      className="flex items-center gap-4 px-4 py-3.5 text-12 leading-[1.5] max-sm:flex-wrap"
      data-hold={held.state}
    >
      {row && <InstanceRing row={row} size={40} />}
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p>
          <InlineLink href={servicePath(held.service)}>
            <SafeText text={held.service} max={60} />
          </InlineLink>{" "}
          <Link className="mono" href={instancePath(held.key)} prefetch={false}>
            <b>
              <SafeText text={held.instance} max={60} />
            </b>
          </Link>{" "}
          <Tag>{held.state}</Tag>
        </p>
        <p className="mono dim ell">
          <SafeText text={held.key} max={200} />
        </p>
        <p className="mid">
          <SafeText text={held.words} max={300} /> Since <Time at={held.since} as="clock" />, by{" "}
          <SafeText text={held.actor} max={40} />. <AuditLink id={held.auditId} />
        </p>
      </div>
      {onAsk && !ended && (
        <div className="flex flex-wrap gap-2 max-sm:flex-[1_0_100%]">
          {held.state === "paused" ? (
            <Button className={HOLD_BUTTON} icon={Play} disabled={wait} onClick={() => onAsk("resume")}>
              Resume
            </Button>
          ) : (
            <Button className={HOLD_BUTTON} icon={Pause} disabled={wait} onClick={() => onAsk("pause")}>
              Pause
            </Button>
          )}
          <Button className={HOLD_BUTTON} icon={Unlink} disabled={wait} onClick={() => onAsk("release")}>
            Release
          </Button>
          <Button
            className={HOLD_BUTTON}
            variant="danger"
            icon={Trash2}
            disabled={wait}
            onClick={() => onAsk("deregister")}
          >
            Deregister
          </Button>
        </div>
      )}
    </Card>
  );
}
