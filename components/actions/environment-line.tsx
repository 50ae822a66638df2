"use client";
import { useBoot } from "../live/live-provider";
import { EnvironmentTag } from "../shell/environment-tag";
import { SafeText } from "../ui/safe-text";

/** Where the write goes: the environment with its colour, and the etcd behind it. Part of every confirmation. */
export function EnvironmentLine() {
  const { endpoints } = useBoot();
  const [first, ...others] = endpoints;
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <EnvironmentTag />
      {first !== undefined && (
        <span className="mono dim ell">
          <SafeText text={first} max={60} />
          {others.length > 0 && ` +${others.length}`}
        </span>
      )}
    </span>
  );
}
