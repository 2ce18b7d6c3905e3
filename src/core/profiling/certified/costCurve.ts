import { type KeepPath, PATH_END, PATH_START, type PathPoint, pointAt } from './keepPath.ts';

/** Deviation and cost along a path: the share of rows that deviate by then, and the mean cost of a call. First at its start, then after each event. */
export interface CostCurve {
  readonly deviationRates: Float64Array;
  readonly costsUSD: Float64Array;
}

/**
 * A row counts as deviating from its first deviation on, even if an earlier stage takes over later: that is what is certified. A deviation counts `trust` as
 * seen and the rest as estimated, since among few rows the estimates of a calibrated score say more than one deviation more or less.
 *
 * @param trust 0 <= trust <= 1
 */
export function costCurve(path: KeepPath, trust: number): CostCurve {
  const { order, changesUSD, deviates, risks, previous } = path;
  const rows = Math.max(1, path.rows);
  const deviationRates = new Float64Array(order.length + 1);
  const costsUSD = new Float64Array(order.length + 1);
  const expected = (event: number) => trust * (deviates[event] as number) + (1 - trust) * (risks[event] as number);
  let cost = path.startUSD;
  let deviations = 0;
  costsUSD[0] = cost / rows;
  for (let place = 0; place < order.length; place++) {
    const event = order[place] as number;
    const before = previous[event] as number;
    cost += changesUSD[event] as number;
    deviations += Math.max(0, expected(event) - (before < 0 ? 0 : expected(before)));
    deviationRates[place + 1] = deviations / rows;
    costsUSD[place + 1] = cost / rows;
  }
  return { deviationRates, costsUSD };
}

/** The cost at the cheapest point with at most this deviation rate. */
export function costWithin({ deviationRates, costsUSD }: CostCurve, deviationRate: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let point = 0; point < costsUSD.length && (deviationRates[point] as number) <= deviationRate; point++)
    best = Math.min(best, costsUSD[point] as number);
  return best;
}

/**
 * The cost that can be expected where this deviation rate is allowed: on the lower convex hull of the curve, between two of its corners in proportion.
 * The steps of the curve itself are where single rows of a small sample happen to lie.
 */
export function expectedCostWithin({ deviationRates, costsUSD }: CostCurve, deviationRate: number): number {
  const next = pointBeyond(deviationRates, deviationRate);
  const corner = Math.max(0, next - 1);
  const cost = costsUSD[corner] as number;
  if (next === 0 || next === costsUSD.length) return cost;
  const rate = deviationRates[corner] as number;
  const share = (deviationRate - rate) / ((deviationRates[next] as number) - rate);
  return cost + share * ((costsUSD[next] as number) - cost);
}

/** The corners of the curve's lower convex hull, from its start down to its cheapest point (Andrew's monotone chain). */
export function lowerHull(curve: CostCurve): CostCurve {
  const rates = new Float64Array(curve.costsUSD.length);
  const costs = new Float64Array(rates.length);
  let size = 0;
  /** Does the hull turn up at its last corner, on the way to this point? */
  const turnsUp = (rate: number, cost: number): boolean => {
    const [a, b] = [size - 2, size - 1];
    return (
      ((costs[b] as number) - (costs[a] as number)) * (rate - (rates[b] as number)) <
      (cost - (costs[b] as number)) * ((rates[b] as number) - (rates[a] as number))
    );
  };
  for (let point = 0; point < rates.length; point++) {
    const rate = curve.deviationRates[point] as number;
    const cost = curve.costsUSD[point] as number;
    if (size > 0 && cost >= (costs[size - 1] as number)) continue;
    while (size > 1 && !turnsUp(rate, cost)) size--;
    if (size === 1 && rate === rates[0]) size--;
    rates[size] = rate;
    costs[size++] = cost;
  }
  return { deviationRates: rates.slice(0, size), costsUSD: costs.slice(0, size) };
}

/** The last point of the path with at most this deviation rate; its end when all of it has. */
export function furthestWithin(path: KeepPath, { deviationRates }: CostCurve, deviationRate: number): PathPoint {
  const next = pointBeyond(deviationRates, deviationRate);
  if (next === deviationRates.length) return PATH_END;
  // Its start is a point of the curve as well.
  return next < 2 ? PATH_START : pointAt(path, next - 2);
}

/** The first point with more than this deviation rate; their number where there is none. */
function pointBeyond(deviationRates: Float64Array, deviationRate: number): number {
  let point = 0;
  while (point < deviationRates.length && (deviationRates[point] as number) <= deviationRate) point++;
  return point;
}
