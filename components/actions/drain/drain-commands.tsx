"use client";
import type { GuardRule } from "@/lib/guards/rules";
import { drainKeyOf } from "@/lib/registry/marks";
import type { InstanceRow } from "@/lib/registry/select";
import type { Send } from "../../api/send-json";
import { keyWord } from "../../instances/commands";
import { useOrigin } from "../../instances/use-origin";
import { CommandBlock } from "../../ui/command-block";
import { curlWrites, etcdctlLines } from "../write-commands";

export interface Draining {
  /** Milliseconds; null: until it is resumed. */
  until: number | null;
  reason: string;
  overridden: ReadonlySet<GuardRule>;
}

export function drainingOf({ instance }: InstanceRow, { until, reason, overridden }: Draining): Send {
  return {
    method: "POST",
    path: "drains",
    body: {
      key: keyOf(instance),
      modRevision: instance.modRevision,
      until,
      reason: reason.trim(),
      ...(overridden.size > 0 && { override: [...overridden] }),
    },
  };
}

export function resumingOf({ instance, drain }: InstanceRow): Send {
  return {
    method: "DELETE",
    path: "drains",
    query: { key: keyOf(instance), modRevision: drain?.modRevision },
  };
}

/** The same drains as commands. With etcdctl there is none: a mark counts only with a console's signature. */
export function DrainCommandBlock({ rows, draining }: { rows: readonly InstanceRow[]; draining: Draining }) {
  const origin = useOrigin();
  const said = { ...draining, reason: draining.reason.trim() || "WHY" };
  return (
    <CommandBlock
      commands={[
        curlWrites(
          origin,
          rows.map((row) => drainingOf(row, said)),
        ),
      ]}
    />
  );
}

export function ResumeCommandBlock({ rows }: { rows: readonly InstanceRow[] }) {
  const origin = useOrigin();
  if (rows.length === 0) return null;
  const lines = rows.map(({ instance }) => {
    const word = keyWord(drainKeyOf(keyOf(instance)));
    return word && `etcdctl del ${word}`;
  });
  return <CommandBlock commands={[curlWrites(origin, rows.map(resumingOf)), ...etcdctlLines(lines)]} />;
}

function keyOf({ keys, id }: InstanceRow["instance"]): string {
  return keys[0] ?? id;
}
