"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { Boot } from "@/lib/api/boot";
import type { LiveClient } from "@/lib/live/client.types";
import type { LiveStore } from "@/lib/live/state";
import { createBrowserStore, startBrowserClient } from "./browser-live";
import { createBrowserTicker } from "./browser-ticker";
import type { Ticker } from "./ticker";
import { TickerContext } from "./ticker-context";

const StoreContext = createContext<LiveStore | null>(null);
const ClientContext = createContext<LiveClient | null>(null);
const BootContext = createContext<Boot | null>(null);

/** One store, one connection and one ticker for all pages. Navigation keeps them. */
export function LiveProvider({ boot, children }: { boot: Boot; children: ReactNode }) {
  const [store] = useState(createBrowserStore);
  const [client, setClient] = useState<LiveClient | null>(null);
  const [ticker, setTicker] = useState<Ticker | null>(null);
  useEffect(() => {
    const started = startBrowserClient(store);
    const created = createBrowserTicker(() => Date.now() + store.getState().clockOffsetMs);
    setClient(started.client);
    setTicker(created);
    return () => {
      created.stop();
      started.stop();
      setClient(null);
      setTicker(null);
    };
  }, [store]);
  return (
    <BootContext value={boot}>
      <StoreContext value={store}>
        <ClientContext value={client}>
          <TickerContext value={ticker}>{children}</TickerContext>
        </ClientContext>
      </StoreContext>
    </BootContext>
  );
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`${name} works inside LiveProvider only.`);
  return value;
}

/** The store itself, for what has to read it at the moment of an event instead of drawing it. */
export function useLiveStore(): LiveStore {
  return required(useContext(StoreContext), "useLiveStore");
}

/** Null until the page is awake. */
export function useLiveClient(): LiveClient | null {
  return useContext(ClientContext);
}

/** What the server said before the first paint. */
export function useBoot(): Boot {
  return required(useContext(BootContext), "useBoot");
}
