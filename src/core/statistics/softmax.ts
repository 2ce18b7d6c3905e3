/** Turns scores into probabilities. The largest score is taken off first, so that no exponential overflows. */
export function softmaxInPlace(scores: Float64Array): void {
  const largest = scores.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const exponential = Math.exp((scores[k] ?? 0) - largest);
    scores[k] = exponential;
    sum += exponential;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) / sum;
}
