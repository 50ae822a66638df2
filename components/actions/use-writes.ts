"use client";
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
const WAIT = "What is on screen is not of now. Writes wait until it is live again.";

/** Whether a person may act on the registry from this page, at this moment. */
export function useWrites(): Writes {
  const { writes, readOnlyReason } = useBoot();
  const { state } = useFreshness();
  if (!writes) return { may: "not", reason: readOnlyReason ?? NOT };
  return state === "live" ? { may: "write" } : { may: "wait", reason: WAIT };
}
