/** Numbers and times as the screen says them: thousands with a comma, one decimal for seconds, a 24 h clock. */

const COUNT = new Intl.NumberFormat("en-US");

export function count(value: number): string {
  return COUNT.format(value);
}

/** A decimal string of any length with thousands set apart; anything else as it stands. */
export function revision(value: string): string {
  return /^\d+$/.test(value) ? value.replace(/\B(?=(\d{3})+$)/g, ",") : value;
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function bytes(value: number): string {
  if (value < 1024) return plural(value, "byte");
  return value < 1024 * 1024 ? `${(value / 1024).toFixed(1)} kB` : `${(value / 1024 / 1024).toFixed(1)} MB`;
}

/** The time that has gone by, in the largest unit that fits: `0.4 s`, `41 s`, `3 min`, `2 h`, `12 d`. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** As `age`, but whole seconds: for what ticks in running text. */
export function wholeAge(milliseconds: number): string {
  return milliseconds < 10_000 ? `${Math.floor(Math.max(0, milliseconds) / 1000)} s` : age(milliseconds);
}

const two = (value: number) => String(value).padStart(2, "0");

/** `14:07:27`, in the reader's time zone. */
export function clock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `2026-11-20 14:07:27.481`, in the reader's time zone. */
export function timestamp(at: number): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${clock(at)}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
