"use client";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useStatus } from "../api/use-status";
import { useBoot } from "../live/live-provider";
import { useFreshness } from "../live/use-freshness";

export type Writes =
  /** Now. */
  | { may: "write" }
  /** This console writes, but what is on screen is not of now: nobody acts on a photograph. */
  | { may: "wait"; reason: string }
  /** This console does not write: no button, and the reason in a sentence. */
  | { may: "not"; reason: string };

const NOT = "This console does not write.";
/** A page of an origin that the console does not allow: each of its writes would be refused. */
const refusedOrigin = (origin: string) => `Pages of ${origin} may not write here.`;
const WAIT = "What is on screen is not of now. Writes wait until it is live again.";

const WritesContext = createContext<Writes | null>(null);

/**
 * The page was told at its load; what the console's user may do in etcd is found out when the console is connected, which
 * may be later, and changes with its roles. It is asked again soon after the page is live, then now and then.
 */
export function WritesProvider({ children }: { children: ReactNode }) {
  const boot = useBoot();
  // Asked every few seconds is of now enough: every write is compared with what was seen.
  const freshness = useFreshness();
  const { state } = freshness;
  const refused =
    freshness.state === "polled" && freshness.trouble?.kind === "origin" ? freshness.trouble.origin : null;
  const live = state === "live" || state === "polled";
  const data = useStatus(({ writes, readOnlyReason }) => ({ writes, readOnlyReason }), live);
  const { writes, readOnlyReason } = data ?? boot;
  const value = useMemo<Writes>(() => {
    if (!writes) return { may: "not", reason: readOnlyReason ?? NOT };
    if (refused !== null) return { may: "not", reason: refusedOrigin(refused) };
    return live ? { may: "write" } : { may: "wait", reason: WAIT };
  }, [writes, readOnlyReason, refused, live]);
  return <WritesContext value={value}>{children}</WritesContext>;
}

/** Whether a person may act on the registry from this page, at this moment. */
export function useWrites(): Writes {
  const writes = useContext(WritesContext);
  if (writes === null) throw new Error("useWrites works inside WritesProvider only.");
  return writes;
}
