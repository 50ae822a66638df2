"use client";
import type { GuardRule } from "@/lib/guards/rules";
import { drainKeyOf, encodeDrain } from "@/lib/registry/marks";
import type { InstanceRow } from "@/lib/registry/select";
import type { Send } from "../../api/send-json";
import { keyWord } from "../../instances/commands";
import { quoteText } from "../../instances/shell-quote";
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

/** The same drains as commands; with etcdctl the mark alone, which readers take as they find it. */
export function DrainCommandBlock({
  rows,
  draining,
  at,
}: {
  rows: readonly InstanceRow[];
  draining: Draining;
  /** When the dialog was opened: a mark says when it was made. */
  at: number;
}) {
  const origin = useOrigin();
  const said = { ...draining, reason: draining.reason.trim() || "WHY" };
  const lines = rows.map(({ instance }) => {
    const { until, reason } = said;
    const mark = encodeDrain({ until, reason, actor: "etcdctl", at, createRevision: instance.createRevision });
    const word = keyWord(drainKeyOf(keyOf(instance)));
    return word && `etcdctl put ${word} ${quoteText(new TextDecoder().decode(mark))}`;
  });
  const sends = rows.map((row) => drainingOf(row, said));
  return <CommandBlock commands={[curlWrites(origin, sends), ...etcdctlLines(lines)]} />;
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
