import type { ModelReport } from '../core/profiling/profile.ts';

/** The shares of inputs that the chart's axis goes over, and where it has lines. */
export interface IntervalScale {
  readonly max: number;
  readonly ticks: readonly number[];
}

/** What has a place on the chart. */
export type ShownInterval = Pick<ModelReport, 'items' | 'deviations' | 'deviationInterval' | 'status'>;

/** Ends of the axis that four equal steps divide into round numbers. */
const ENDS = [0.004, 0.008, 0.02, 0.04, 0.08, 0.12, 0.2, 0.4, 0.8];
/** What is surely too far off is cut off beyond this many times the limit, and marked as such: the stretch around the limit is what matters. */
const LIMITS_SHOWN = 8;

/** An axis from 0 that shows the limit, and every interval that is still to be decided or lies below it, whole. */
export function intervalScale(models: readonly ShownInterval[], delta: number): IntervalScale {
  const wanted = models.map(({ items, status, deviationInterval }) => {
    if (items === 0) return 0;
    return status === 'too far off' ? Math.min(deviationInterval.upper, LIMITS_SHOWN * delta) : deviationInterval.upper;
  });
  const least = Math.max(1.5 * delta, ...wanted);
  const max = ENDS.find((end) => end >= least) ?? 1;
  return { max, ticks: [0, 0.25, 0.5, 0.75, 1].map((part) => part * max) };
}

/** Where a share lies, in per cent of the axis; at most 100. */
export function place(share: number, { max }: IntervalScale): number {
  return Number((Math.min(1, share / max) * 100).toFixed(3));
}
