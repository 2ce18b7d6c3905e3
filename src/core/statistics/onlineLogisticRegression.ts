import { softmaxInPlace } from './softmax.ts';
import type { SparseVector } from './sparseVector.ts';

export interface OnlineLogisticRegressionOptions {
  readonly dimensions: number;
  readonly classes: number;
  /** First step of each weight; it shrinks with the root of the squares of the weight's own gradients. */
  readonly stepSize: number;
  /** Strength of the L2 penalty, felt by a weight only when its feature occurs. */
  readonly penalty: number;
}

/**
 * Multinomial logistic regression that learns from one example at a time by AdaGrad (Duchi, Hazan, Singer 2011): a rare word still takes
 * large steps when a common one has settled, and no step size has to be scheduled for a stream of unknown length.
 */
export class OnlineLogisticRegression {
  readonly classes: number;
  readonly #options: OnlineLogisticRegressionOptions;
  /** Class by class within a feature; the last feature is the intercept. */
  readonly #weights: Float32Array;
  readonly #squares: Float32Array;
  readonly #errors: Float64Array;

  constructor(options: OnlineLogisticRegressionOptions) {
    const { dimensions, classes } = options;
    this.classes = classes;
    this.#options = options;
    this.#weights = new Float32Array((dimensions + 1) * classes);
    this.#squares = new Float32Array((dimensions + 1) * classes);
    this.#errors = new Float64Array(classes);
  }

  /** Probability of each class, written to `into` and returned. */
  probabilities(vector: SparseVector, into: Float64Array = new Float64Array(this.classes)): Float64Array {
    const { indices, values } = vector;
    const { classes } = this;
    const weights = this.#weights;
    const intercept = weights.length - classes;
    for (let k = 0; k < classes; k++) into[k] = weights[intercept + k] ?? 0;
    for (let i = 0; i < indices.length; i++) {
      const value = values[i] ?? 0;
      const start = (indices[i] ?? 0) * classes;
      for (let k = 0; k < classes; k++) into[k] = (into[k] ?? 0) + value * (weights[start + k] ?? 0);
    }
    softmaxInPlace(into);
    return into;
  }

  /**
   * One step down the cross-entropy towards `target`, a distribution over the classes.
   * @param weight how many examples this one counts for
   */
  learn(vector: SparseVector, target: ArrayLike<number>, weight = 1): void {
    const errors = this.probabilities(vector, this.#errors);
    for (let k = 0; k < this.classes; k++) errors[k] = ((errors[k] ?? 0) - (target[k] ?? 0)) * weight;
    const { indices, values } = vector;
    for (let i = 0; i < indices.length; i++) this.#step((indices[i] ?? 0) * this.classes, values[i] ?? 0);
    this.#step(this.#weights.length - this.classes, 1);
  }

  #step(start: number, value: number): void {
    const weights = this.#weights;
    const squares = this.#squares;
    const { stepSize, penalty } = this.#options;
    for (let k = 0; k < this.classes; k++) {
      const gradient = (this.#errors[k] ?? 0) * value + penalty * (weights[start + k] ?? 0);
      const sum = (squares[start + k] ?? 0) + gradient * gradient;
      squares[start + k] = sum;
      // 1e-12 keeps a gradient of exactly 0 from dividing by 0.
      weights[start + k] = (weights[start + k] ?? 0) - (stepSize * gradient) / Math.sqrt(sum + 1e-12);
    }
  }
}
