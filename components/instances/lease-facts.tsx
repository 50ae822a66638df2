"use client";
import { RefreshCw } from "lucide-react";
import type { KeyAnswer } from "@/lib/api/keys";
import type { Instance } from "@/lib/registry/types";
import { leasePath } from "../leases/lease-rows";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { plural } from "../ui/format";
import { InlineLink } from "../ui/link";
import { SafeText } from "../ui/safe-text";
import { Time } from "../ui/time";
import { leaseHex } from "./instance-fields";

/**
 * The lease as etcd answered at a stated moment. Nothing counts down from there: the owner may have renewed it since,
 * and a number that goes on by itself would claim to know.
 */
export function LeaseFacts({
  instance,
  gone,
  lease,
  readAt,
  onRead,
}: {
  instance: Instance;
  gone: boolean;
  lease: KeyAnswer["lease"] | undefined;
  /** On the server's clock. */
  readAt: number | null;
  onRead: (() => void) | null;
}) {
  if (instance.leaseId === null)
    return (
      <p className="mid text-12">
        {gone ? "It had no lease." : "No lease. The key never expires by itself: somebody has to delete it."}
      </p>
    );
  const hex = leaseHex(instance.leaseId);
  const others = lease?.keys.filter((key) => !instance.keys.includes(key)) ?? [];
  return (
    <div className="grid gap-2 text-12">
      <div className="row">
        <span className="mono min-w-0 flex-1">
          <InlineLink href={leasePath(instance.leaseId)}>{hex}</InlineLink>
          <br />
          <span className="dim">{instance.leaseId} in decimal</span>
        </span>
        <CopyButton text={hex} label="Copy the lease id in hex" />
      </div>
      {gone && <p className="mid">It hung on this lease. Rollcall does not ask about it any more.</p>}
      {lease && readAt !== null && (
        <p className="mid">
          {remaining(lease)} Read <Time at={readAt} suffix=" ago" />, at <Time at={readAt} as="clock" />.
        </p>
      )}
      {lease && (
        <p className="mid">
          {others.length + lease.moreKeys + lease.otherKeys === 0
            ? "This key is alone on its lease."
            : `${plural(others.length + lease.moreKeys + lease.otherKeys, "other key")} on this lease: when it ends, they all go.`}
        </p>
      )}
      {others.length > 0 && (
        <ul className="wrap-anywhere grid max-h-45 gap-0.75 overflow-auto border-line border-l-2 pl-2.5">
          {others.slice(0, 50).map((key) => (
            <li key={key} className="mono">
              <SafeText text={key} max={200} />
            </li>
          ))}
          {others.length + (lease?.moreKeys ?? 0) > 50 && (
            <li className="dim">
              and{" "}
              {plural(others.length + (lease?.moreKeys ?? 0) - Math.min(50, others.length), "more key", "more keys")}
            </li>
          )}
        </ul>
      )}
      {lease && lease.otherKeys > 0 && (
        <p className="dim">{plural(lease.otherKeys, "of them is", "of them are")} outside the watched prefixes.</p>
      )}
      {onRead && (
        <Button className="justify-self-start" icon={RefreshCw} onClick={onRead}>
          Read again
        </Button>
      )}
    </div>
  );
}

function remaining({ grantedTtl, remainingTtl }: NonNullable<KeyAnswer["lease"]>): string {
  if (grantedTtl <= 0) return "etcd no longer knows this lease.";
  if (remainingTtl < 0) return `Granted ${grantedTtl} s, overdue by ${-remainingTtl} s.`;
  // etcd answers in whole seconds, cut off: 9 means 9.0 to 9.9.
  return `${remainingTtl} to ${remainingTtl + 1} s of ${grantedTtl} s were left.`;
}
