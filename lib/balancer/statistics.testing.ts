/**
 * The chi-square statistic of what was counted against what was expected, as standard deviations from its mean
 * (Wilson and Hilferty's approximation). Chance alone gets above 4 once in 30,000 times.
 */
export function chiSquareDeviations(counted: readonly number[], expected: readonly number[]): number {
  const degrees = counted.length - 1;
  const statistic = counted.reduce((sum, count, index) => {
    const mean = expected[index] ?? 0;
    return sum + (count - mean) ** 2 / mean;
  }, 0);
  const spread = 2 / (9 * degrees);
  return (Math.cbrt(statistic / degrees) - (1 - spread)) / Math.sqrt(spread);
}
