import type { Forecast } from './calibration.ts';
import { mean } from './mean.ts';

/** How much larger one area under the ROC curve is than another on the same cases, with the standard error of that difference. */
export interface GainInROC {
  readonly gain: number;
  readonly standardError: number;
}

/**
 * The difference of two correlated areas under the ROC curve, and its standard error (DeLong, DeLong and Clarke-Pearson 1988): what each case that
 * happened and each that did not adds to the difference is an independent share of it. Undefined with fewer than two cases of either kind.
 *
 * @param forecasts of the same cases in the same order
 * @throws RangeError for forecasts of different cases
 */
export function gainInROC(before: readonly Forecast[], after: readonly Forecast[]): GainInROC | undefined {
  if (before.length !== after.length || before.some(({ happened }, index) => after[index]?.happened !== happened))
    throw new RangeError('areas can be compared only on the same cases');
  const places = before.map((_, index) => index);
  const happened = places.filter((place) => before[place]?.happened);
  const other = places.filter((place) => !before[place]?.happened);
  if (happened.length < 2 || other.length < 2) return undefined;
  const share = (one: number, two: number) => wins(after, one, two) - wins(before, one, two);
  const ofHappened = happened.map((one) => mean(other.map((two) => share(one, two))));
  const ofOther = other.map((two) => mean(happened.map((one) => share(one, two))));
  const squaredError = variance(ofHappened) / happened.length + variance(ofOther) / other.length;
  return { gain: mean(ofHappened), standardError: Math.sqrt(squaredError) };
}

/** 1 where the case that happened was given the higher probability, half for a tie. */
function wins(forecasts: readonly Forecast[], happened: number, other: number): number {
  const difference = (forecasts[happened]?.probability ?? 0) - (forecasts[other]?.probability ?? 0);
  return difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
}

function variance(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}
