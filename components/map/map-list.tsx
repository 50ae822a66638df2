"use client";
import { memo, useMemo } from "react";
import { useInterest } from "@/components/leases/lease-provider";
import { useLive } from "@/components/live/use-live";
import { cn } from "@/components/ui/cn";
import { count, plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { slotsFor } from "@/lib/map/card-slots";
import { contentOf } from "@/lib/map/content";
import type { MapGraph, MapNode } from "@/lib/map/graph";
import type { Grouping } from "@/lib/map/grouping";
import { partsOf } from "@/lib/map/grouping";
import { stateOfPart, troubleOf } from "@/lib/map/trouble";
import { alarmOf } from "@/lib/registry/departures";
import { findService } from "@/lib/registry/summaries";
import { callsOf } from "./calls";
import { CardBar } from "./card-bar";
import { CardCanvas } from "./card-canvas";
import { makeUpSentence } from "./card-sentence";
import { FailingMark, useFailingOf } from "./failing-mark";
import { GroupName } from "./group-name";
import { useInks } from "./inks";
import { useMapContext } from "./map-context";
import { SeenLine } from "./seen-requests";
import { TroubleMark, useTroubleFilter } from "./trouble-mark";
import { usePart } from "./use-part";

/** The same as the map, in the same frames, to be read from top to bottom: what is wrong first in each frame. */
export function MapList({ graph }: { graph: MapGraph }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,420px),1fr))] items-start gap-4.5 px-5.5 pt-4 pb-5.5 max-sm:gap-0 max-sm:p-0">
      {graph.groups.map((group) => (
        <GroupList key={group} graph={graph} group={group} />
      ))}
    </div>
  );
}

/** In a longer list nobody follows each ring. */
const MOST_WATCHED = 40;

const RANK = { overdue: 0, late: 1, gone: 2, draining: 3, left: 4, alive: 4, static: 4 } as const;

function GroupList({ graph, group }: { graph: MapGraph; group: string }) {
  const nodes = useMemo(() => graph.nodes.filter((node) => node.group === group), [graph, group]);
  // Ranks as one string: the list is put in order again only when one of them is another.
  const ranks = useLive(({ services }) =>
    nodes
      .map(({ service }) => {
        const summary = findService(services, service);
        const part = summary && partsOf(summary, graph.grouping).get(group);
        if (!summary || !part) return 5;
        return alarmOf(summary) ? 0 : RANK[troubleOf(part)?.state ?? "alive"] + 1;
      })
      .join(""),
  );
  const ordered = useMemo(() => {
    const rankOf = new Map(nodes.map((node, index) => [node, Number(ranks[index])]));
    return [...nodes].sort((a, b) => (rankOf.get(a) ?? 9) - (rankOf.get(b) ?? 9));
  }, [nodes, ranks]);
  return (
    <section className="overflow-hidden rounded-card border border-line bg-panel max-sm:rounded-none max-sm:border-0">
      {(group !== "" || graph.groups.length > 1) && (
        <h2 className="flex justify-between border-line-soft border-b bg-sunk px-4 py-2.25 font-medium font-mono text-12 text-prose leading-[normal]">
          <GroupName group={group} grouping={graph.grouping} />
          <span className="num text-muted">{plural(nodes.length, "service")}</span>
        </h2>
      )}
      <ul>
        {ordered.map((node) => (
          <Item key={node.id} node={node} graph={graph} grouping={graph.grouping} />
        ))}
      </ul>
    </section>
  );
}

const Item = memo(function Item({ node, graph, grouping }: { node: MapNode; graph: MapGraph; grouping: Grouping }) {
  const part = usePart(node.service, node.group, grouping);
  const { filter, onOpenService } = useMapContext();
  const filterByTrouble = useTroubleFilter();
  const inks = useInks();
  const content = part && contentOf(part);
  const kind = content?.kind;
  const length = content && content.kind !== "bar" ? content.cells.length : 0;
  const slots = useMemo(() => slotsFor(kind === "rings" ? kind : "cells", length), [kind, length]);
  useInterest({ services: kind === "rings" && graph.nodes.length <= MOST_WATCHED ? [node.service] : [] });
  const fitting = (part && filter?.fits(part)) ?? null;
  const failing = useFailingOf(part);
  if (filter && (!part || fitting?.size === 0)) return null;
  const alarm = part && alarmOf(part.service);
  const trouble = part && troubleOf(part);
  const state = part ? stateOfPart(part) : undefined;
  return (
    <li
      className={cn(
        "not-first:border-line-soft not-first:border-t",
        (alarm || state === "late" || state === "overdue") && "shadow-[inset_3px_0_0_var(--c)]",
        alarm && "bg-gone-wash [--c:var(--gone)]",
      )}
      data-state={state}
      data-alarm={alarm?.kind}
    >
      <button
        className="block w-full px-4 py-2.75 text-left hover:bg-raised focus-visible:-outline-offset-2"
        type="button"
        data-node={node.id}
        onClick={(event) => filterByTrouble(event) || onOpenService(node.id)}
      >
        <span className="flex min-w-0 items-center gap-2.5">
          <b className="ell font-semibold text-13">
            <SafeText text={node.service} max={120} />
          </b>
          {trouble ? <TroubleMark trouble={trouble} /> : failing > 0 && <FailingMark count={failing} />}
          <span className="min-w-0 flex-1" />
          <span className="num">{part ? count(part.instances.length) : "–"}</span>
        </span>
        {content && (
          <span className="relative my-1.5 block h-10 w-[220px]" aria-hidden>
            {content.kind === "bar" ? (
              <CardBar shares={content.shares} />
            ) : (
              inks && <CardCanvas content={content} slots={slots} inks={inks} fitting={fitting} />
            )}
          </span>
        )}
        <span className="vh">{part && makeUpSentence(part.instances.length, part.counts, alarm, failing)}. </span>
        <span className="block text-12 text-muted [&_b]:font-medium [&_b]:text-prose">
          {part ? <Calls graph={graph} service={node.service} /> : "Called by others; nobody registered."}
        </span>
        <SeenLine node={node.id} />
      </button>
    </li>
  );
});

function Calls({ graph, service }: { graph: MapGraph; service: string }) {
  const { calls, calledBy } = callsOf(graph, service);
  const parts = [
    calledBy.length > 0 && { word: "Called by", nodes: calledBy },
    calls.length > 0 && { word: "calls", nodes: calls },
  ].filter((part) => part !== false);
  return parts.map(({ word, nodes }, index) => (
    <span key={word}>
      {index === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : `, ${word}`}{" "}
      {nodes.length > 3 ? (
        <b>{plural(nodes.length, "service")}</b>
      ) : (
        nodes.map((node, at) => (
          <span key={node.id}>
            {at > 0 && ", "}
            <b>
              <SafeText text={node.service} max={40} />
            </b>
          </span>
        ))
      )}
    </span>
  ));
}
