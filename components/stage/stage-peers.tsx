"use client";
import { useRef } from "react";
import { LeaseRing, StillRing } from "@/components/leases/lease-ring";
import { HERO } from "@/lib/stage/cast";
import type { Scene } from "@/lib/stage/types";

const SIZE = 56;
const NAMES = ["ratings-1", "ratings-2", HERO];

/** Who of the service is listed in etcd, by the registry itself. */
export function StagePeers({ scene }: { scene: Scene }) {
  const { listed } = scene;
  return (
    <div
      className="mt-[calc(3*var(--u))] flex items-center gap-[calc(2*var(--u))] text-[max(24px,2.4*var(--u))] text-prose"
      data-fact="listed"
      data-raw={listed.length}
    >
      {NAMES.map((name) => (
        <Peer key={name} name={name} scene={scene} />
      ))}
      <span>
        <b className="font-semibold text-ink">
          {listed.length} of {NAMES.length}
        </b>{" "}
        listed
      </span>
    </div>
  );
}

function Peer({ name, scene }: { name: string; scene: Scene }) {
  const found = scene.listed.find(({ instance }) => instance === name);
  const latest = useRef(found?.reading ?? null);
  latest.current = found?.reading ?? null;
  return (
    <span data-peer={name} title={name} className="*:size-[max(44px,5.6*var(--u))]">
      {found ? (
        <LeaseRing read={() => latest.current} size={SIZE} />
      ) : (
        <StillRing state="gone" size={SIZE} label={`${name} is not listed`} />
      )}
    </span>
  );
}
