/** Spans of time in evidence: as fine as they are meant. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  return `${value < 1 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} s`;
}

export function age(ms: number): string {
  return ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : seconds(ms);
}
