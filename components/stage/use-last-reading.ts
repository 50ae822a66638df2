"use client";
import { useRef } from "react";
import { useLeases } from "@/components/leases/lease-provider";
import type { LeaseReading } from "@/lib/leases/reading";

/** Of a lease that is gone the last one that this window saw. */
export function useLastReading(reading: LeaseReading | null, held: string | null): LeaseReading | null {
  const memory = useLeases()?.memory;
  const last = useRef<LeaseReading | null>(null);
  if (reading) last.current = reading;
  if (reading) return reading;
  if (held === null) return null;
  return last.current?.leaseId === held ? last.current : (memory?.last(held) ?? null);
}
