import { comparePoints, type KeepEvent, PATH_END, PATH_START, type PathPoint, type RowPath } from './keepPath.ts';

/** Where a path has come to: the share of rows that deviate by then, and the mean cost of a call. */
export interface CurvePoint {
  readonly point: PathPoint;
  readonly deviationRate: number;
  readonly costUSD: number;
}

/**
 * Deviation and cost along the path, a point wherever something changes. A row counts as deviating from its first deviation on, even if an earlier
 * stage takes over later: that is what is certified. A deviation counts `trust` as seen and the rest as estimated, since among few rows the
 * estimates of a calibrated score say more than one deviation more or less.
 *
 * @param trust 0 <= trust <= 1
 */
export function costCurve(paths: readonly RowPath[], trust: number): CurvePoint[] {
  const rows = Math.max(1, paths.length);
  const events = paths.flatMap((path) => path.events.map((event, index) => ({ event, path, index })));
  events.sort((a, b) => comparePoints(a.event, b.event));
  let cost = paths.reduce((sum, path) => sum + path.chainCostUSD + path.referenceCostUSD, 0);
  let deviations = 0;
  const curve: CurvePoint[] = [{ point: PATH_START, deviationRate: 0, costUSD: cost / rows }];
  for (const { event, path, index } of events) {
    const previous = path.events[index - 1];
    cost += event.costUSD - (previous?.costUSD ?? path.chainCostUSD + path.referenceCostUSD);
    deviations += Math.max(0, expected(event, trust) - (previous ? expected(previous, trust) : 0));
    curve.push({ point: event, deviationRate: deviations / rows, costUSD: cost / rows });
  }
  return curve;
}

/** The cost at the cheapest point with at most this deviation rate. */
export function costWithin(curve: readonly CurvePoint[], deviationRate: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (const point of curve) {
    if (point.deviationRate > deviationRate) break;
    best = Math.min(best, point.costUSD);
  }
  return best;
}

/**
 * The cost that can be expected where this deviation rate is allowed: on the lower convex hull of the curve, between two of its corners in proportion.
 * The steps of the curve itself are where single rows of a small sample happen to lie.
 */
export function expectedCostWithin(hull: readonly CurvePoint[], deviationRate: number): number {
  const next = hull.findIndex((point) => point.deviationRate > deviationRate);
  const after = hull[next];
  const corner = hull[next === -1 ? hull.length - 1 : Math.max(0, next - 1)] as CurvePoint;
  if (!after || after === corner) return corner.costUSD;
  const share = (deviationRate - corner.deviationRate) / (after.deviationRate - corner.deviationRate);
  return corner.costUSD + share * (after.costUSD - corner.costUSD);
}

/** The corners of the curve's lower convex hull, from its start down to its cheapest point (Andrew's monotone chain). */
export function lowerHull(curve: readonly CurvePoint[]): CurvePoint[] {
  const hull: CurvePoint[] = [];
  for (const point of curve) {
    if (hull.length > 0 && point.costUSD >= (hull.at(-1) as CurvePoint).costUSD) continue;
    while (hull.length > 1 && !turnsUp(hull.at(-2) as CurvePoint, hull.at(-1) as CurvePoint, point)) hull.pop();
    if (hull.length === 1 && point.deviationRate === (hull[0] as CurvePoint).deviationRate) hull.pop();
    hull.push(point);
  }
  return hull;
}

function turnsUp(a: CurvePoint, b: CurvePoint, c: CurvePoint): boolean {
  return (
    (b.costUSD - a.costUSD) * (c.deviationRate - b.deviationRate) <
    (c.costUSD - b.costUSD) * (b.deviationRate - a.deviationRate)
  );
}

/** The last point with at most this deviation rate; the path's end when all of it has. */
export function furthestWithin(curve: readonly CurvePoint[], deviationRate: number): PathPoint {
  const next = curve.findIndex((point) => point.deviationRate > deviationRate);
  if (next === -1) return PATH_END;
  return curve[next - 1]?.point ?? PATH_START;
}

function expected({ deviates, risk }: KeepEvent, trust: number): number {
  return trust * (deviates === false ? 0 : 1) + (1 - trust) * risk;
}
