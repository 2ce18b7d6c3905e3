import { type Random, shuffled } from '../random.ts';
import { softmaxInPlace } from './softmax.ts';
import type { SparseVector } from './sparseVector.ts';

export interface Example {
  readonly vector: SparseVector;
  /** Index of its class. */
  readonly target: number;
}

export interface TrainingOptions {
  readonly dimensions: number;
  readonly classes: number;
  /** Strength of the L2 penalty on the weights: the objective is mean cross-entropy + strength / 2 * |W|^2. */
  readonly penalty: number;
  readonly epochs: number;
  readonly random: Random;
}

/** Scores of a vector, one a class; their softmax are the class probabilities. */
export type Scorer = (vector: SparseVector) => Float64Array;

const firstStep = 0.5;
/** The intercepts are hit by every row, so they take smaller steps. */
const interceptShare = 0.1;

/**
 * Multinomial logistic regression by stochastic gradient descent, step `firstStep / (1 + firstStep * penalty * t)` (Bottou, "Stochastic
 * gradient descent tricks", 2012, section 5.2). The penalty shrinks all weights at every row; that is done on one common factor,
 * so that a row costs only its own features.
 */
export function trainLogisticRegression(examples: readonly Example[], options: TrainingOptions): Scorer {
  const { classes, penalty } = options;
  const weights = new Float32Array(options.dimensions * classes);
  const intercepts = new Float64Array(classes);
  const gradient = new Float64Array(classes);
  let factor = 1;
  let seen = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (const { vector, target } of shuffled(examples, options.random)) {
      score({ weights, intercepts, factor }, vector, gradient);
      softmaxInPlace(gradient);
      gradient[target] = (gradient[target] ?? 0) - 1;
      const step = firstStep / (1 + firstStep * penalty * seen++);
      factor *= 1 - step * penalty;
      addScaled(weights, vector, { by: -step / factor, gradient });
      for (let k = 0; k < classes; k++)
        intercepts[k] = (intercepts[k] ?? 0) - step * interceptShare * (gradient[k] ?? 0);
    }
  }
  const model = { weights, intercepts, factor };
  return (vector) => {
    const scores = new Float64Array(classes);
    score(model, vector, scores);
    return scores;
  };
}

interface LinearModel {
  /** Class by class within a feature; the true weight is `factor` times as much. */
  readonly weights: Float32Array;
  readonly intercepts: Float64Array;
  readonly factor: number;
}

function score(model: LinearModel, vector: SparseVector, into: Float64Array): void {
  const { weights, factor } = model;
  const { indices, values } = vector;
  const classes = into.length;
  into.fill(0);
  for (let i = 0; i < indices.length; i++) {
    const value = values[i] ?? 0;
    const start = (indices[i] ?? 0) * classes;
    for (let k = 0; k < classes; k++) into[k] = (into[k] ?? 0) + value * (weights[start + k] ?? 0);
  }
  for (let k = 0; k < classes; k++) into[k] = factor * (into[k] ?? 0) + (model.intercepts[k] ?? 0);
}

function addScaled(
  weights: Float32Array,
  vector: SparseVector,
  update: { readonly by: number; readonly gradient: Float64Array },
): void {
  const { indices, values } = vector;
  const { by, gradient } = update;
  const classes = gradient.length;
  for (let i = 0; i < indices.length; i++) {
    const amount = by * (values[i] ?? 0);
    const start = (indices[i] ?? 0) * classes;
    for (let k = 0; k < classes; k++) weights[start + k] = (weights[start + k] ?? 0) + amount * (gradient[k] ?? 0);
  }
}
