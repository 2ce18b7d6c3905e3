import { checkRate } from './domains.ts';

/** A prediction of an event: how probable it was said to be, and whether it came true. */
export interface Forecast {
  readonly probability: number;
  readonly happened: boolean;
}

/**
 * Area under the receiver operating characteristic: the chance that an event that happened was given a higher probability than one that did
 * not, ties counting half (Mann-Whitney). `undefined` unless there are both kinds.
 *
 * @throws RangeError for probabilities outside [0, 1]
 */
export function areaUnderROC(forecasts: readonly Forecast[]): number | undefined {
  for (const { probability } of forecasts) checkRate(probability);
  const ordered = forecasts.toSorted((one, other) => one.probability - other.probability);
  const happened = ordered.filter((forecast) => forecast.happened).length;
  if (happened === 0 || happened === ordered.length) return undefined;
  let rankSum = 0;
  for (let from = 0; from < ordered.length; ) {
    let to = from;
    let hits = 0;
    for (; to < ordered.length && ordered[to]?.probability === ordered[from]?.probability; to++)
      if (ordered[to]?.happened) hits++;
    rankSum += (hits * (from + 1 + to)) / 2; // tied forecasts share the mean of their ranks from + 1 .. to
    from = to;
  }
  return (rankSum - (happened * (happened + 1)) / 2) / (happened * (ordered.length - happened));
}

/** One bar of a reliability diagram: forecasts with probabilities in [from, to), the last bar including 1. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly items: number;
  /** Mean probability and share that happened; both undefined in an empty bin. */
  readonly meanProbability: number | undefined;
  readonly frequency: number | undefined;
}

/** Bins of equal width over [0, 1], empty ones included. */
export function reliabilityBins(forecasts: readonly Forecast[], bins = 10): ReliabilityBin[] {
  const members = Array.from({ length: bins }, (): Forecast[] => []);
  for (const forecast of forecasts)
    members[Math.min(bins - 1, Math.floor(forecast.probability * bins))]?.push(forecast);
  return members.map((inside, index) => ({
    from: index / bins,
    to: (index + 1) / bins,
    items: inside.length,
    meanProbability: shareOf(inside, ({ probability }) => probability),
    frequency: shareOf(inside, ({ happened }) => Number(happened)),
  }));
}

/**
 * Expected calibration error: the bins' gaps between mean probability and frequency, weighed by their items (Guo et al. 2017, equation 3).
 * 0 without forecasts.
 */
export function expectedCalibrationError(forecasts: readonly Forecast[], bins = 10): number {
  let sum = 0;
  for (const { items, meanProbability = 0, frequency = 0 } of reliabilityBins(forecasts, bins))
    sum += items * Math.abs(meanProbability - frequency);
  return forecasts.length === 0 ? 0 : sum / forecasts.length;
}

function shareOf(forecasts: readonly Forecast[], value: (forecast: Forecast) => number): number | undefined {
  if (forecasts.length === 0) return undefined;
  return forecasts.reduce((sum, forecast) => sum + value(forecast), 0) / forecasts.length;
}
