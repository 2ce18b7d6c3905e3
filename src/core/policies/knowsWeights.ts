/** Weights of one part of what a classifier reads, rounded to bytes. */
export interface KnowsWeights {
  /** What one step of a weight is worth. */
  readonly scale: number;
  /** Signed bytes, base64. */
  readonly weights: string;
}

/** Weights are whole numbers of steps up to this. */
const MOST_STEPS = 127;

/** @param unit what the caller's features were multiplied by, so that the weights fit features as they come. Default 1 */
export function packedWeights(weights: Float64Array, unit = 1): KnowsWeights {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const step = largest / MOST_STEPS || 1;
  const scale = Number(step.toPrecision(9));
  const steps = Int8Array.from(weights, (weight) =>
    Math.max(-MOST_STEPS, Math.min(MOST_STEPS, Math.round(weight / scale))),
  );
  return { scale: unit === 1 ? scale : Number((scale * unit).toPrecision(9)), weights: base64Of(steps) };
}

/** @throws RangeError unless there are so many */
export function unpackedWeights({ weights }: KnowsWeights, count: number, what: string): Int8Array {
  const steps = stepsOf(weights);
  if (steps.length !== count) throw new RangeError(`${what} has ${count} weights, got ${steps.length}`);
  return steps;
}

/** @throws DOMException for what is not base64 */
export function stepsOf(weights: string): Int8Array {
  return Int8Array.from(atob(weights), (character) => character.charCodeAt(0));
}

function base64Of(steps: Int8Array): string {
  return btoa(String.fromCharCode(...new Uint8Array(steps.buffer)));
}
