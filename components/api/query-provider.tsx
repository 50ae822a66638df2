"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { mayHeal } from "./api-error";

/** For what is asked for (keys, history, layouts); what is streamed comes from the live store instead. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            // An answer is as old as it says; nothing is asked again behind the reader's back unless its hook says when.
            staleTime: Number.POSITIVE_INFINITY,
            refetchOnWindowFocus: false,
            networkMode: "always",
            retry: (failures, error) => mayHeal(error) && failures < 3,
            retryDelay: (attempt) => Math.min(4000, 500 * 2 ** attempt),
          },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
