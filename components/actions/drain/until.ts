/** How long a drain lasts: some minutes from the moment it is sent, or until somebody resumes it. */
export const SPANS = [
  { value: "10", label: "10 minutes" },
  { value: "60", label: "1 hour" },
  { value: "480", label: "8 hours" },
  { value: "1440", label: "1 day" },
  { value: "at", label: "Until a moment" },
  { value: "open", label: "Until somebody resumes it" },
] as const;
export type Span = (typeof SPANS)[number]["value"];

/** Milliseconds since 1970 on the server's clock; null: open; undefined: the moment is missing or lies in the past. */
export function untilOf(span: Span, at: string, now: number): number | null | undefined {
  if (span === "open") return null;
  if (span !== "at") return now + Number(span) * 60_000;
  const moment = Date.parse(at);
  return Number.isNaN(moment) || moment <= now ? undefined : moment;
}

/** `2026-11-25T14:30` in the reader's time zone, as the browser's own field wants it. */
export function localMoment(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16);
}
