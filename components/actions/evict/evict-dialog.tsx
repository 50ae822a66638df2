"use client";
import { useEffect, useState } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { EvictMany } from "./evict-many";
import { EvictOne } from "./evict-one";

/** Eviction of what was in hand when it was asked for; the rows are those that were seen. */
export function EvictDialog({ rows, onClose }: { rows: readonly InstanceRow[]; onClose: () => void }) {
  const [seen] = useState(rows);
  const [first] = seen;
  useEffect(() => {
    if (!first) onClose();
  }, [first, onClose]);
  if (!first) return null;
  return seen.length === 1 ? <EvictOne row={first} onClose={onClose} /> : <EvictMany rows={seen} onClose={onClose} />;
}
