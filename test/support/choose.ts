/** Binomial coefficient; exact up to 2^53, 0 outside 0..n. */
export function choose(n: number, r: number): number {
  if (r < 0 || r > n) return 0;
  let result = 1;
  for (let i = 1; i <= r; i++) result = (result * (n - r + i)) / i;
  return result;
}

/** P(so many marked ones in a draw without replacement), from the definition. */
export function drawProbability(count: number, urn: { population: number; marked: number; drawn: number }): number {
  const { population, marked, drawn } = urn;
  return (choose(marked, count) * choose(population - marked, drawn - count)) / choose(population, drawn);
}
