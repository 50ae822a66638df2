"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type GuardsAnswer, type GuardsRequest, guardsAnswerSchema, MOST_PREVIEWED } from "@/lib/api/guards";
import type { GuardRule } from "@/lib/guards/rules";
import type { InstanceRow } from "@/lib/registry/select";
import { sendJson } from "../api/send-json";

/** Guards that count a minute change their mind by themselves. */
const ASK_EVERY_MS = 3_000;

/** What the guards would say of a selection, before anything is sent. */
export interface Guarded {
  /** With what is overridden by now. */
  said: GuardsAnswer;
  /** With every guard overridden that may be; null where that is what `said` says. */
  overridden: GuardsAnswer | null;
}

function ask(action: GuardsRequest["action"], keys: readonly string[], override: readonly GuardRule[]) {
  const body = { action, keys, ...(override.length > 0 && { override }) };
  return sendJson(guardsAnswerSchema, { method: "POST", path: "guards", body });
}

/** Asked again every few seconds while `paused` is not set. It writes nothing, although it is a POST. */
export function useGuards(
  action: GuardsRequest["action"],
  rows: readonly InstanceRow[],
  overridden: ReadonlySet<GuardRule>,
  paused: boolean,
) {
  const keys = rows.slice(0, MOST_PREVIEWED).map(keyOfRow);
  const override = [...overridden].sort();
  return useQuery({
    queryKey: ["guards", action, keys, override],
    enabled: keys.length > 0 && !paused,
    queryFn: async (): Promise<Guarded> => {
      const said = await ask(action, keys, override);
      const more = said.guards.flatMap(({ rule, refuses, overridable }) => (refuses && overridable ? [rule] : []));
      const all = [...new Set([...override, ...more])];
      return {
        said,
        overridden: said.refused.length > 0 && all.length > override.length ? await ask(action, keys, all) : null,
      };
    },
    placeholderData: keepPreviousData,
    refetchInterval: ASK_EVERY_MS,
    gcTime: 0,
    staleTime: 0,
  });
}

/** What writes about a row name. */
export function keyOfRow({ instance }: InstanceRow): string {
  return instance.keys[0] ?? instance.id;
}
