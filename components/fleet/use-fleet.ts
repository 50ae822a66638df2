"use client";
import { useIsMutating, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "@/components/api/api-error";
import { getJson } from "@/components/api/get-json";
import { sendJson } from "@/components/api/send-json";
import { useToast } from "@/components/ui/toast";
import { type Fleet, fleetSchema } from "@/lib/api/fleet";

const KEY = ["fleet"];
const ORDER = ["fleet", "order"];
const REST_MS = 1_000;
const BUSY_MS = 300;

/** Processes as the console knows them, asked for each second, more often while something is being done to them. */
export function useFleet(enabled: boolean) {
  const busy = useIsMutating({ mutationKey: ORDER }) > 0;
  return useQuery({
    queryKey: KEY,
    enabled,
    queryFn: ({ signal }) => getJson(fleetSchema, "fleet", {}, signal),
    refetchInterval: busy ? BUSY_MS : REST_MS,
    retry: false,
  });
}

export interface Order {
  verb: string;
  body: object;
  /** Signal and processes, where the system's `kill` does the same. */
  signal?: { name: string; pids: readonly number[] };
}

/** Does something to the fleet, and remembers what was done last. */
export function useOrders() {
  const client = useQueryClient();
  const toast = useToast();
  const [last, setLast] = useState<Order | null>(null);
  const { mutate } = useMutation({
    mutationKey: ORDER,
    mutationFn: ({ verb, body }: Order) => sendJson(fleetSchema, { method: "POST", path: `fleet/${verb}`, body }),
    onMutate: setLast,
    onSuccess: (answer) =>
      client.setQueryData<Fleet>(KEY, (known) => (known && known.serverTime > answer.serverTime ? known : answer)),
    onError: (error) =>
      toast({
        title: error instanceof ApiError ? `${error.title}.` : "That did not work.",
        description: error instanceof ApiError ? error.detail : "Look at the fleet again in a moment.",
      }),
  });
  return { run: mutate, last };
}
