"use client";
import { useBoot } from "@/components/live/live-provider";
import { SafeText } from "@/components/ui/safe-text";

/** Which registry this is. Stands in the top bar and in every confirmation. */
export function EnvironmentTag() {
  const { environment, embedded } = useBoot();
  if (!environment) return embedded ? <span className="pick">embedded etcd</span> : <span className="pick">etcd</span>;
  return (
    <span className="env" data-colour={environment.colour}>
      <SafeText text={environment.name} max={40} />
    </span>
  );
}
