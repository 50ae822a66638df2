"use client";
import { useState } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { useKey } from "../api/use-key";
import { useLive } from "../live/use-live";

/** The instance's own key as etcd holds it, read again whenever the watch says that it changed. */
export function useStored(row: InstanceRow) {
  const key = row.tombstone ? null : (row.instance.keys[0] ?? null);
  const [bytesOf, setBytesOf] = useState<string | null>(null);
  const query = useKey(key, row.instance.modRevision, { bytes: bytesOf !== null && bytesOf === key });
  const offsetMs = useLive((state) => state.clockOffsetMs);
  return {
    stored: key === null ? undefined : query.data,
    error: key === null ? null : query.error,
    pending: key !== null && query.isPending,
    /** On the server's clock. */
    readAt: query.dataUpdatedAt === 0 ? null : query.dataUpdatedAt + offsetMs,
    /** Asks for the bytes of a value that is not UTF-8, too. */
    showBytes: () => setBytesOf(key),
    read: key === null ? null : () => void query.refetch(),
  };
}
