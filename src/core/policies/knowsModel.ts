import { dot, fitDualLogistic } from '../statistics/dualLogisticRegression.ts';
import { createTextHasher } from '../statistics/hashedText.ts';
import { probabilityOf } from '../statistics/ridgeLogistic.ts';
import type { SparseVector } from '../statistics/sparseVector.ts';

/** P(IK) of one model as a routing config holds it: a logistic regression on the hashed words and characters of an input. */
export interface KnowsClassifier {
  /** The words share 2^bits positions; the last weight belongs to the length. */
  readonly bits: number;
  readonly bias: number;
  /** What one step of a weight is worth. */
  readonly scale: number;
  /** Signed bytes, base64. */
  readonly weights: string;
}

/** P(IK) in [0, 1]: how likely a model's answer to this input agrees with the reference's, told before anybody is asked (arXiv 2602.22090). */
export type KnowsModel = (input: KnowsFeatures) => number;

/** An input as classifiers see it, for each number of bits: read once, however many models are looked at. */
export type KnowsFeatures = (bits: number) => SparseVector;

/** A few hundred examples fill no more positions, and weights of two kilobytes still look like data beside a prompt. */
const BITS = 10;
const CHARACTER_RUNS = 4;
/** The prior that is usual for log-odds. Vectors have a length of about the root of two. */
const RIDGE = 1;
/** Weights are whole numbers of steps up to this. */
const MOST_STEPS = 127;

const hashers = new Map<number, ReturnType<typeof createTextHasher>>();

export function knowsFeatures(text: string): KnowsFeatures {
  const known = new Map<number, SparseVector>();
  return (bits) => {
    const vector = known.get(bits) ?? vectorOf(text, bits);
    known.set(bits, vector);
    return vector;
  };
}

/** Learns P(IK). What comes back is all there is: weights are rounded here, once, so that a profile and the runtime cannot differ. */
export function trainKnows(examples: {
  readonly inputs: readonly KnowsFeatures[];
  readonly agreed: readonly boolean[];
}): KnowsClassifier {
  const vectors = examples.inputs.map((input) => input(BITS));
  const { bias, weights } = fitDualLogistic({ vectors, outcomes: examples.agreed }, 2 ** BITS + 1, RIDGE);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = Number((largest / MOST_STEPS || 1).toPrecision(9));
  const steps = Int8Array.from(weights, (weight) =>
    Math.max(-MOST_STEPS, Math.min(MOST_STEPS, Math.round(weight / scale))),
  );
  return { bits: BITS, bias: Number(bias.toPrecision(9)), scale, weights: base64Of(steps) };
}

/**
 * P(IK) of a config's models, text by text.
 * @throws RangeError for a classifier that is not whole
 */
export function readKnows(
  classifiers: Readonly<Record<string, KnowsClassifier>>,
): (text: string) => (model: string) => number | undefined {
  const models = new Map(Object.entries(classifiers).map(([model, classifier]) => [model, knowsModel(classifier)]));
  return (text) => {
    const features = knowsFeatures(text);
    return (model) => models.get(model)?.(features);
  };
}

/** @throws RangeError for weights that are not of this many bits */
export function knowsModel({ bits, bias, scale, weights }: KnowsClassifier): KnowsModel {
  const steps = Int8Array.from(atob(weights), (character) => character.charCodeAt(0));
  if (steps.length !== 2 ** bits + 1)
    throw new RangeError(`a P(IK) of ${bits} bits has ${2 ** bits + 1} weights, got ${steps.length}`);
  return (input) => probabilityOf(bias + scale * dot(steps, input(bits)));
}

/** A text of 255 characters has length 0; one 16 times as long, 1. */
function vectorOf(text: string, bits: number): SparseVector {
  const hasher = hashers.get(bits) ?? createTextHasher({ bits, extras: 1, characterRuns: CHARACTER_RUNS });
  hashers.set(bits, hasher);
  return hasher.vectorOf(text, [Math.log2(1 + text.length) / 4 - 2]);
}

function base64Of(steps: Int8Array): string {
  return btoa(String.fromCharCode(...new Uint8Array(steps.buffer)));
}
