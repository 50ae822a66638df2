"use client";
import { useLive } from "@/components/live/use-live";
import { count } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { SafeText } from "@/components/ui/safe-text";
import { Time } from "@/components/ui/time";
import { notObserved } from "./frozen-at";

/** How closely leases are observed: what stands here is as fine as that. */
export function LeaseLaneLine({ leases }: { leases: number }) {
  const every = useLive(({ status }) => status?.leases?.resolutionMs ?? null);
  return (
    <p>
      <span className="num">{count(leases)}</span> {leases === 1 ? "lease holds" : "leases hold"} instances
      {every !== null && (
        <>
          ; each is asked about at least every <span className="num">{(every / 1_000).toFixed(1)} s</span>, those on
          screen more often
        </>
      )}
    </p>
  );
}

/** Where leases cannot be asked about: since when, and why. Nothing counts down from there. */
export function NotObserved() {
  const since = useLive((state) => notObserved(state)?.since ?? null);
  const reason = useLive((state) => notObserved(state)?.reason ?? "");
  if (since === null) return null;
  return (
    <Note state="late">
      <b>
        Leases are not observed since <Time at={since} as="clock" />.
      </b>{" "}
      <SafeText text={reason} max={300} /> What you see is how they were; they may have been renewed or run out since.
    </Note>
  );
}
