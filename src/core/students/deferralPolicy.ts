import type { Random } from '../random.ts';
import { MultilayerPerceptron, type PerceptronExample } from '../statistics/multilayerPerceptron.ts';
import { denseVector, type SparseVector } from '../statistics/sparseVector.ts';
import { packRows, unpackRows } from './packedRows.ts';

const hidden = 16;
const stepSize = 0.003;
const batchSize = 8;
/** Outcomes to learn from again; older ones tell of a level that has learned much since. */
const remembered = 400;
const savedBytes = 2_000;

/**
 * How probable it is that a level errs, from its class probabilities: a small perceptron that calibrates them (Nie et al. 2024, section
 * 3.2). It learns from the level's predictions of items that the level had not learned yet. Cross-entropy instead of the paper's squared
 * error; both are least at the true probability.
 */
export class DeferralPolicy {
  readonly #perceptron: MultilayerPerceptron;
  readonly #random: Random;
  readonly #outcomes: PerceptronExample[] = [];
  readonly #output = new Float64Array(2);
  #learned = 0;

  constructor(options: { classes: number; random: Random; saved: readonly string[] | undefined }) {
    const { classes, random, saved } = options;
    const inputs = classes + 3;
    this.#random = random;
    this.#perceptron = new MultilayerPerceptron({ inputs, hidden, outputs: 2, stepSize, random });
    if (saved) {
      this.#perceptron.first.setWeights(unpackRows(saved[0] ?? '', inputs + 1, hidden));
      this.#perceptron.second.setWeights(unpackRows(saved[1] ?? '', hidden + 1, 2));
    }
  }

  /** In 0..1. */
  riskOf(probabilities: Float64Array): number {
    return this.#perceptron.probabilities(signsOf(probabilities), this.#output)[1] ?? 1;
  }

  learn(probabilities: Float64Array, erred: boolean): void {
    const example = { vector: signsOf(probabilities), target: erred ? [0, 1] : [1, 0] };
    this.#outcomes[this.#learned++ % remembered] = example;
    const batch: PerceptronExample[] = [example];
    while (batch.length < batchSize) batch.push(this.#outcomes[this.#random.integer(this.#outcomes.length)] ?? example);
    this.#perceptron.learn(batch);
  }

  saved(): string[] {
    const { first, second } = this.#perceptron;
    return [packRows(first.weights, hidden, savedBytes), packRows(second.weights, 2, savedBytes)];
  }
}

/** The probabilities and what a perceptron finds hard to make of them: the largest, its lead in log-odds, and the entropy. */
function signsOf(probabilities: Float64Array): SparseVector {
  const signs = new Float64Array(probabilities.length + 3);
  let first = 0;
  let second = 0;
  let entropy = 0;
  for (let k = 0; k < probabilities.length; k++) {
    const probability = probabilities[k] ?? 0;
    signs[k] = probability;
    if (probability > first) {
      second = first;
      first = probability;
    } else if (probability > second) second = probability;
    // The clamp keeps 0 * log 0 at its limit 0.
    entropy -= probability * Math.log(Math.max(probability, 1e-12));
  }
  signs[probabilities.length] = first;
  signs[probabilities.length + 1] = Math.log((first + 1e-6) / (second + 1e-6)) / 4;
  signs[probabilities.length + 2] = entropy / Math.log(probabilities.length);
  return denseVector(signs);
}
