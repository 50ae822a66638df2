/** An event's time on the server's clock: a moment, an interval, or nothing. */
export type EventAt = number | [number, number] | null;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

/** `14:07:27.1`, in the reader's time zone; one decimal, cut and not rounded, so that it never shows a later time. */
export function clockTime(ms: number, decimals: 0 | 1 = 1): string {
  const date = new Date(ms);
  const base = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return decimals === 0 ? base : `${base}.${Math.floor(date.getMilliseconds() / 100)}`;
}

/** `30 Nov`, and with the year where it is not that of `nowMs`. */
function dayOf(ms: number, nowMs: number): string {
  const date = new Date(ms);
  const year = date.getFullYear() === new Date(nowMs).getFullYear() ? "" : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""}${year}`;
}

/** `14:07:27`, and with its day where that is not today's: whatever says a time of day says it by this. */
export function dayClock(ms: number, nowMs: number, decimals: 0 | 1 = 0): string {
  const time = clockTime(ms, decimals);
  return sameDay(ms, nowMs) ? time : `${dayOf(ms, nowMs)} ${time}`;
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** For a narrow column: the time today, day and time before that; an interval by its two ends. */
export function shortAt(at: EventAt, nowMs: number): string {
  if (at === null) return "not known";
  const [from, to] = typeof at === "number" ? [at, at] : at;
  if (!sameDay(to, nowMs)) return `${dayOf(to, nowMs)} ${clockTime(to, 0).slice(0, 5)}`;
  if (from === to) return clockTime(to);
  const [start, end] = [clockTime(from, 0), clockTime(to, 0)];
  if (!sameDay(from, to)) return `${dayOf(from, nowMs)} ${start.slice(0, 5)}–${end.slice(0, 5)}`;
  // Within a minute by seconds, else by minutes: both ends have to fit.
  return start.slice(0, 5) === end.slice(0, 5) ? `${start}–${end.slice(6)}` : `${start.slice(0, 5)}–${end.slice(0, 5)}`;
}

/** In full, with the day and the zone's offset: for panels and titles. */
export function longAt(at: EventAt): string {
  if (at === null) return "at a time that is not known";
  const full = (ms: number) => `${dayOf(ms, ms)} ${new Date(ms).getFullYear()} ${clockTime(ms)}`;
  if (typeof at === "number") return full(at);
  return at[0] === at[1] ? full(at[0]) : `between ${full(at[0])} and ${full(at[1])}`;
}

/** `6.1 s ago`, `4 min ago`; the end of an interval counts. */
export function agoOf(at: EventAt, nowMs: number): string | null {
  if (at === null) return null;
  return ago(typeof at === "number" ? at : at[1], nowMs);
}

export function ago(ms: number, nowMs: number): string {
  return `${span(Math.max(0, nowMs - ms))} ago`;
}

/** `6.1 s`, `4 min`, `2 h 5 min`, `3 d 4 h`. */
export function span(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** The moment at which an event is drawn on a time axis; null where there is none. */
export function momentOf(at: EventAt): number | null {
  return at === null ? null : typeof at === "number" ? at : at[1];
}
