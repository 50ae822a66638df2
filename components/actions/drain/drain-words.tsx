"use client";
import type { Drain } from "@/lib/registry/types";
import { SafeText } from "../../ui/safe-text";
import { Time } from "../../ui/time";

/** Who took it out of rotation, when, why, and until when. */
export function DrainWords({ drain }: { drain: Drain }) {
  return (
    <>
      Drained by <SafeText text={drain.actor} max={60} /> <Time at={drain.at} suffix=" ago" />
      {drain.until === null ? ", until somebody resumes it" : ", until "}
      {drain.until !== null && <Time at={drain.until} as="timestamp" />}
      {drain.reason !== "" && (
        <>
          : <SafeText text={drain.reason} max={200} />
        </>
      )}
    </>
  );
}
