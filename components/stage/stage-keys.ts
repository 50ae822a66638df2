import type { Command } from "@/lib/stage/step";

/** What a key means on the stage: for the machine, or for this window alone. */
export type StageKey = Command | { kind: "theme" | "leave" | "speaker" | "rehearse" };

const KEYS: Record<string, StageKey> = {
  ArrowRight: { kind: "next" },
  PageDown: { kind: "next" },
  " ": { kind: "next" },
  Enter: { kind: "next" },
  ArrowLeft: { kind: "back" },
  PageUp: { kind: "back" },
  s: { kind: "skip" },
  a: { kind: "again" },
  r: { kind: "reset" },
  t: { kind: "ttl" },
  f: { kind: "freeze" },
  b: { kind: "black" },
  // What clickers send for a black screen.
  ".": { kind: "black" },
  d: { kind: "theme" },
  w: { kind: "speaker" },
  e: { kind: "rehearse" },
  Escape: { kind: "leave" },
};

/** Null for a key that means nothing here. */
export function stageKey(key: string): StageKey | null {
  if (/^[1-9]$/.test(key)) return { kind: "act", act: Number(key) - 1 };
  return KEYS[key] ?? KEYS[key.toLowerCase()] ?? null;
}

/** As they are listed at the foot of the stage and on the speaker's page. */
export function listedKeys(
  next: string,
  ttlSeconds: number,
  acts: number,
): readonly { keys: readonly string[]; label: string }[] {
  return [
    { keys: ["→"], label: next },
    { keys: ["←"], label: "Back" },
    { keys: [`1–${acts}`], label: "Act" },
    { keys: ["S"], label: "Skip" },
    { keys: ["A"], label: "Again" },
    { keys: ["R"], label: "Reset" },
    { keys: ["T"], label: `TTL ${ttlSeconds} s` },
    { keys: ["F"], label: "Freeze" },
    { keys: ["B"], label: "Black" },
    { keys: ["D"], label: "Dark or light" },
    { keys: ["W"], label: "Speaker" },
    { keys: ["E"], label: "Rehearse" },
    { keys: ["Esc"], label: "Leave" },
  ];
}
