import { softmaxInPlace } from '../../core/statistics/softmax.ts';

export interface ScoredExample {
  readonly scores: Float64Array;
  /** Index of the right class. */
  readonly target: number;
}

/**
 * The sharpness `s` in [0.1, 10] that makes `softmax(s * scores)` most likely on examples the scorer has not seen (temperature scaling,
 * Guo et al. 2017, section 4.2, with s = 1 / temperature). 1 when there are no examples. The loss is convex in s, so a golden-section
 * search on ln s finds it.
 */
export function fitSharpness(examples: readonly ScoredExample[]): number {
  if (examples.length === 0) return 1;
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.1);
  let high = Math.log(10);
  // 30 steps narrow the bracket to a millionth of its width.
  for (let step = 0; step < 30; step++) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (meanLogLoss(examples, Math.exp(left)) < meanLogLoss(examples, Math.exp(right))) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** Mean of -ln probability of the right class; the clamp keeps a probability that underflowed to 0 from making it infinite. */
export function meanLogLoss(examples: readonly ScoredExample[], sharpness: number): number {
  let sum = 0;
  for (const { scores, target } of examples) {
    const probabilities = scores.map((score) => score * sharpness);
    softmaxInPlace(probabilities);
    sum -= Math.log(Math.max(Number.MIN_VALUE, probabilities[target] ?? 0));
  }
  return sum / examples.length;
}
