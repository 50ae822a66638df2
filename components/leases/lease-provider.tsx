"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useLiveClient, useLiveStore } from "@/components/live/live-provider";
import type { Interest } from "@/lib/live/protocol";
import { createAnnouncer } from "./announcer";
import { createInterest, type InterestKeeper } from "./interest";
import { createLeaseMemory, type LeaseMemory } from "./memory";

interface Leases {
  interest: InterestKeeper;
  memory: LeaseMemory;
  /** Says it to who listens to the page, politely. */
  say(text: string): void;
}

const LeasesContext = createContext<Leases | null>(null);

const after = (run: () => void, delayMs: number) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** What everything that shows leases shares: what is looked at, what was seen of those that are gone, and one voice. */
export function LeaseProvider({ children }: { children: ReactNode }) {
  const store = useLiveStore();
  const client = useLiveClient();
  const voice = useRef<HTMLParagraphElement>(null);
  const [leases, setLeases] = useState<Leases | null>(null);
  useEffect(() => {
    if (!client) return;
    const say = (text: string) => {
      if (voice.current) voice.current.textContent = text;
    };
    const interest = createInterest({ tell: client.setInterest, setTimeout: after });
    const memory = createLeaseMemory(store);
    const announcer = createAnnouncer({ store, isLookedAt: interest.isLookedAt, say, setTimeout: after });
    setLeases({ interest, memory, say });
    return () => {
      announcer.stop();
      memory.stop();
      interest.stop();
      setLeases(null);
    };
  }, [store, client]);
  return (
    <LeasesContext value={leases}>
      {children}
      <p ref={voice} className="vh" aria-live="polite" data-voice />
    </LeasesContext>
  );
}

/** Null until the page is awake. */
export function useLeases(): Leases | null {
  return useContext(LeasesContext);
}

/** Says that the page looks at these as long as the component stands. */
export function useInterest({ services, keys }: Interest): void {
  const interest = useLeases()?.interest;
  const name = JSON.stringify([services, keys]);
  const wanted = useMemo((): Interest => {
    const [s, k] = JSON.parse(name) as [string[] | null, string[] | null];
    return { ...(s && { services: s }), ...(k && { keys: k }) };
  }, [name]);
  useEffect(() => interest?.add(wanted), [interest, wanted]);
}
