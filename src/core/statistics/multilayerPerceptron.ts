import type { Random } from '../random.ts';
import { AdamMatrix } from './adamMatrix.ts';
import { softmaxInPlace } from './softmax.ts';
import type { SparseVector } from './sparseVector.ts';

export interface MultilayerPerceptronOptions {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  /** Of Adam. */
  readonly stepSize: number;
  /** Of the first weights. */
  readonly random: Random;
}

export interface PerceptronExample {
  readonly vector: SparseVector;
  /** A distribution over the outputs. */
  readonly target: ArrayLike<number>;
}

/**
 * One hidden layer of rectified units, softmax outputs, cross-entropy, trained by Adam in batches. Inputs are sparse: an input of zero
 * costs nothing, neither forwards nor in a step. First weights are uniform within the limits of Glorot and Bengio (2010), equation 16.
 */
export class MultilayerPerceptron {
  readonly outputs: number;
  /** Inputs by hidden units; the last row is the intercepts. */
  readonly first: AdamMatrix;
  /** Hidden units by outputs; the last row is the intercepts. */
  readonly second: AdamMatrix;
  readonly #activations: Float64Array;
  readonly #blame: Float64Array;

  constructor({ inputs, hidden, outputs, stepSize, random }: MultilayerPerceptronOptions) {
    this.outputs = outputs;
    // Few of many sparse inputs are ever on at once, so their number must not shrink the first weights to nothing.
    this.first = new AdamMatrix({ rows: inputs + 1, columns: hidden, stepSize });
    this.second = new AdamMatrix({ rows: hidden + 1, columns: outputs, stepSize });
    this.first.fillUniformly(Math.sqrt(6 / (Math.min(inputs, hidden) + hidden)), random);
    this.second.fillUniformly(Math.sqrt(6 / (hidden + outputs)), random);
    this.#activations = new Float64Array(hidden);
    this.#blame = new Float64Array(hidden);
  }

  /** Probability of each output, written to `into` and returned. */
  probabilities(vector: SparseVector, into: Float64Array = new Float64Array(this.outputs)): Float64Array {
    const hidden = this.#activations;
    hidden.fill(0);
    for (let i = 0; i < vector.indices.length; i++)
      this.first.addRow(vector.indices[i] ?? 0, vector.values[i] ?? 0, hidden);
    this.first.addRow(this.first.rows - 1, 1, hidden);
    into.fill(0);
    for (let h = 0; h < hidden.length; h++) {
      const activation = Math.max(0, hidden[h] ?? 0);
      hidden[h] = activation;
      if (activation > 0) this.second.addRow(h, activation, into);
    }
    this.second.addRow(hidden.length, 1, into);
    softmaxInPlace(into);
    return into;
  }

  /** One Adam step on the mean loss of the batch. */
  learn(batch: readonly PerceptronExample[]): void {
    const errors = new Float64Array(this.outputs);
    for (const { vector, target } of batch) {
      this.probabilities(vector, errors);
      for (let k = 0; k < errors.length; k++) errors[k] = ((errors[k] ?? 0) - (target[k] ?? 0)) / batch.length;
      this.#backpropagate(vector, errors);
    }
    this.second.step();
    this.first.step();
  }

  #backpropagate(vector: SparseVector, errors: Float64Array): void {
    const blame = this.#blame;
    for (let h = 0; h < blame.length; h++) {
      const activation = this.#activations[h] ?? 0;
      blame[h] = activation > 0 ? this.second.dotRow(h, errors) : 0;
      if (activation > 0) this.second.addGradient(h, activation, errors);
    }
    this.second.addGradient(blame.length, 1, errors);
    for (let i = 0; i < vector.indices.length; i++)
      this.first.addGradient(vector.indices[i] ?? 0, vector.values[i] ?? 0, blame);
    this.first.addGradient(this.first.rows - 1, 1, blame);
  }
}
