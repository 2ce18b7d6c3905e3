import { softmaxInPlace } from './softmax.ts';
import type { SparseVector } from './sparseVector.ts';

export interface OnlineLogisticRegressionOptions {
  readonly dimensions: number;
  readonly classes: number;
  /** First step of each weight; it shrinks with the root of the squares of the weight's own gradients. */
  readonly stepSize: number;
  /** Strength of the L2 penalty, felt by a weight only when its feature occurs. Default 0. */
  readonly penalty?: number;
  /** Factor of a feature: learning sees `factorOf(index) * value`, so features with larger factors learn faster. Default 1. */
  readonly factorOf?: (index: number) => number;
  /** Where learning starts, class by class within a feature, the intercepts last. Default 0. */
  readonly start?: Float32Array;
}

/**
 * Multinomial logistic regression that learns from one example at a time by AdaGrad (Duchi, Hazan, Singer 2011): a rare word still takes
 * large steps when a common one has settled, and no step size has to be scheduled for a stream of unknown length.
 */
export class OnlineLogisticRegression {
  readonly classes: number;
  /** Class by class within a feature, factors included; the last feature is the intercept. */
  readonly weights: Float32Array;
  readonly #stepSize: number;
  readonly #penalty: number;
  readonly #factorOf: (index: number) => number;
  readonly #start: Float32Array | undefined;
  readonly #squares: Float32Array;
  readonly #errors: Float64Array;

  constructor(options: OnlineLogisticRegressionOptions) {
    const { dimensions, classes, stepSize, penalty = 0, factorOf = () => 1, start } = options;
    this.classes = classes;
    this.weights = new Float32Array((dimensions + 1) * classes);
    this.#stepSize = stepSize;
    this.#penalty = penalty;
    this.#factorOf = factorOf;
    this.#squares = new Float32Array(this.weights.length);
    this.#errors = new Float64Array(classes);
    this.#start = start;
    this.restart();
  }

  /** Forgets what was learned. */
  restart(): void {
    if (this.#start) this.weights.set(this.#start);
    else this.weights.fill(0);
    this.#squares.fill(0);
  }

  /** Probability of each class, written to `into` and returned. */
  probabilities(vector: SparseVector, into: Float64Array = new Float64Array(this.classes)): Float64Array {
    for (let k = 0; k < this.classes; k += 4) this.#addScores(vector, k, into);
    softmaxInPlace(into);
    return into;
  }

  /** Scores of four classes from `first` on: sums in local variables take half the time of sums in an array. Beyond the last class they are of nothing, and left. */
  #addScores({ indices, values }: SparseVector, first: number, into: Float64Array): void {
    const { classes, weights } = this;
    const intercept = weights.length - classes + first;
    let [a, b, c, d] = [
      weights[intercept] ?? 0,
      weights[intercept + 1] ?? 0,
      weights[intercept + 2] ?? 0,
      weights[intercept + 3] ?? 0,
    ];
    for (let i = 0; i < indices.length; i++) {
      const value = values[i] ?? 0;
      const at = (indices[i] ?? 0) * classes + first;
      a += value * (weights[at] ?? 0);
      b += value * (weights[at + 1] ?? 0);
      c += value * (weights[at + 2] ?? 0);
      d += value * (weights[at + 3] ?? 0);
    }
    const scores = [a, b, c, d];
    for (let k = first; k < Math.min(classes, first + 4); k++) into[k] = scores[k - first] ?? 0;
  }

  /** One step down the cross-entropy towards `target`, a distribution over the classes. */
  learn(vector: SparseVector, target: ArrayLike<number>): void {
    const errors = this.probabilities(vector, this.#errors);
    for (let k = 0; k < this.classes; k++) errors[k] = (errors[k] ?? 0) - (target[k] ?? 0);
    const { indices, values } = vector;
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] ?? 0;
      this.#step(index * this.classes, values[i] ?? 0, this.#factorOf(index));
    }
    this.#step(this.weights.length - this.classes, 1, 1);
  }

  #step(start: number, value: number, factor: number): void {
    const weights = this.weights;
    const squares = this.#squares;
    for (let k = 0; k < this.classes; k++) {
      const gradient = ((this.#errors[k] ?? 0) * value + this.#penalty * (weights[start + k] ?? 0)) * factor;
      const sum = (squares[start + k] ?? 0) + gradient * gradient;
      squares[start + k] = sum;
      // 1e-12 keeps a gradient of exactly 0 from dividing by 0.
      weights[start + k] = (weights[start + k] ?? 0) - (this.#stepSize * factor * gradient) / Math.sqrt(sum + 1e-12);
    }
  }
}
