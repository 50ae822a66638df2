"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useBoot } from "@/components/live/live-provider";
import { arrange, type Places } from "@/lib/map/arrange";
import type { Point } from "@/lib/map/card";
import { isLarge, type MapGraph } from "@/lib/map/graph";
import type { Grouping } from "@/lib/map/grouping";
import { placeNew } from "@/lib/map/place";
import { type FlowLayout, startFlowLayout } from "./flow-layout";
import { createPlaceMemory } from "./place-memory";

interface Arranged {
  grouping: Grouping;
  places: Places;
  /** How many were arranged together; who came later was placed into what was there. */
  together: number;
}

/** A small map waits for its arrangement: rows first would be a jump for nothing. A large one takes seconds. */
const SOON_MS = 600;

/** A registry that is just filling is arranged anew sooner: nobody knows its places by heart yet. */
const YOUNG_MS = 20_000;
const GROWN = { young: 1.2, old: 2 } as const;

/**
 * Where every card stands. Arranged as a whole at first, when asked for, and when the map has grown to twice what was
 * arranged, or by a fifth in its first seconds; in between a change places only what is new. Null until somebody can be
 * placed, `settling` while an arrangement is awaited.
 */
export function usePlaces(graph: MapGraph, moved: ReadonlyMap<string, Point>) {
  const { endpoints } = useBoot();
  const memory = useMemo(() => createPlaceMemory(endpoints.join()), [endpoints]);
  const layout = useRef<FlowLayout | null>(null);
  const [arranged, setArranged] = useState<Arranged | null>(null);
  /** The next arrangement moves everybody. */
  const [settling, setSettling] = useState(true);
  const [tidied, setTidied] = useState(0);
  const done = useRef(tidied);
  const soon = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    layout.current = startFlowLayout();
    return () => {
      clearTimeout(soon.current);
      layout.current?.stop();
      layout.current = null;
    };
  }, []);

  const firstAt = useRef<number | null>(null);
  const running = useRef<string | null>(null);
  useEffect(() => {
    if (graph.nodes.length === 0) return;
    const asked = done.current !== tidied;
    const current = arranged?.grouping === graph.grouping ? arranged : null;
    if (!current && !asked) {
      const remembered = memory.read(graph.grouping);
      const known = graph.nodes.filter(({ id }) => remembered.has(id)).length;
      if (known * 2 > graph.nodes.length) {
        firstAt.current = Number.NEGATIVE_INFINITY;
        // What is still being arranged for the grouping before comes too late.
        running.current = null;
        setSettling(false);
        setArranged({ grouping: graph.grouping, places: remembered, together: known });
        return;
      }
    }
    firstAt.current ??= performance.now();
    const grown = GROWN[performance.now() - firstAt.current < YOUNG_MS ? "young" : "old"];
    if (current && !asked && graph.nodes.length <= grown * current.together) return;
    // What comes while it runs is placed into its result: a registry that never stands still is arranged, too.
    const run = `${graph.grouping} ${tidied}`;
    const flow = layout.current;
    if (running.current === run || !flow) return;
    running.current = run;
    setSettling(true);
    const rows = () => arrange({ ...graph, edges: [] }, flow.arrange);
    const show = (places: Places) => setArranged({ grouping: graph.grouping, places, together: graph.nodes.length });
    // The worker has to be loaded first: where that takes long everybody stands in rows meanwhile, and for good without it.
    clearTimeout(soon.current);
    if (!current)
      soon.current = setTimeout(
        () => void rows().then((places) => running.current === run && show(places)),
        isLarge(graph) ? 0 : SOON_MS,
      );
    void arrange(graph, flow.arrange)
      .catch(rows)
      .then((places) => {
        if (running.current !== run) return;
        clearTimeout(soon.current);
        running.current = null;
        done.current = tidied;
        setSettling(false);
        show(places);
      });
  }, [graph, arranged, tidied, memory]);

  const placed = useRef<{ into: Arranged; places: Places } | null>(null);
  const places = useMemo(() => {
    if (arranged?.grouping !== graph.grouping) return null;
    // Whoever was placed since keeps its place; a new arrangement forgets them.
    const known = placed.current?.into === arranged ? placed.current.places : arranged.places;
    const next = placeNew(graph, known);
    placed.current = { into: arranged, places: next };
    return moved.size === 0 ? next : new Map([...next, ...moved]);
  }, [graph, arranged, moved]);

  useEffect(() => {
    if (places && placed.current && !settling) memory.write(graph.grouping, placed.current.places);
  }, [places, settling, graph.grouping, memory]);

  const tidy = useCallback(() => setTidied((count) => count + 1), []);
  return { places, settling, tidy };
}
