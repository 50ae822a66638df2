"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type AuditAnswer, auditAnswerSchema } from "@/lib/api/audit";
import type { AuditEntry } from "@/lib/audit/entry";
import { getJson, type QueryValues } from "../api/get-json";

const PAGE = 100;
/** Outcomes and aftermaths come in later, also from another console on the same etcd. */
const ASK_EVERY_MS = 4_000;

/** The trail, newest first, asked again every few seconds; older pages as far as they were asked for. */
export function useAudit(asked: QueryValues) {
  const query = useInfiniteQuery({
    queryKey: ["audit", asked],
    queryFn: ({ signal, pageParam }) =>
      getJson(auditAnswerSchema, "audit", { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: AuditAnswer) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ASK_EVERY_MS,
    gcTime: 0,
  });
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.entries) ?? [], [query.data]);
  return { ...query, entries, last: query.data?.pages.at(-1) ?? null };
}

/** One entry by id; null where the trail does not have it any more. */
export function useAuditEntry(id: string | null, known: AuditEntry | null) {
  const query = useQuery({
    queryKey: ["audit", "entry", id],
    enabled: id !== null && known === null,
    queryFn: async ({ signal }) =>
      (await getJson(auditAnswerSchema, "audit", { id, limit: 1 }, signal)).entries[0] ?? null,
    gcTime: 0,
  });
  return { entry: known ?? query.data ?? null, pending: known === null && query.isPending, error: query.error };
}
