/** A histogram whose bins grow by the same factor: eight to the power of ten, from 0.1 ms. */
const FROM_MS = 0.1;
const PER_DECADE = 8;

export function binOf(milliseconds: number): number {
  return Math.max(0, Math.floor(Math.log10(Math.max(milliseconds, FROM_MS) / FROM_MS) * PER_DECADE + 1e-9));
}

export function binStartMs(bin: number): number {
  return FROM_MS * 10 ** (bin / PER_DECADE);
}
