import type { Random } from '../random.ts';
import { MultilayerPerceptron } from '../statistics/multilayerPerceptron.ts';
import type { SparseVector } from '../statistics/sparseVector.ts';
import type { Level, SavedLevel, StudentInput } from './level.ts';
import { packRows, unpackRows } from './packedRows.ts';
import { ReplayMemory } from './replayMemory.ts';

export interface PerceptronLevelOptions {
  readonly classes: number;
  /** Length of the embeddings; `undefined`: it reads hashed n-grams. */
  readonly embeddingLength: number | undefined;
  /** New labels to gather before it learns. */
  readonly cacheSize: number;
  readonly batchSize: number;
  readonly random: Random;
  readonly saved: SavedLevel | undefined;
}

const hidden = 16;
const stepSize = 0.001;
/** Batches from memory for each batch of new labels. */
const replays = 4;
const memoryFeatures = 2_000_000;
/** Hashed n-grams are folded to so many inputs, since each has as many weights as there are hidden units. */
const foldedInputs = 2 ** 13;
const savedBytes = 60_000;

/** Level 2: a small perceptron on an embedding of the item where an endpoint gives one, else on hashed n-grams. */
export class PerceptronLevel implements Level {
  readonly #options: PerceptronLevelOptions;
  readonly #perceptron: MultilayerPerceptron;
  readonly #memory = new ReplayMemory(memoryFeatures);
  readonly #output: Float64Array;
  #cached = 0;
  #updates: number;

  constructor(options: PerceptronLevelOptions) {
    const { classes, embeddingLength: inputs = foldedInputs, random, saved } = options;
    this.#options = options;
    this.#output = new Float64Array(classes);
    this.#perceptron = new MultilayerPerceptron({ inputs, hidden, outputs: classes, stepSize, random });
    this.#updates = saved?.updates ?? 0;
    if (!saved) return;
    this.#perceptron.first.setWeights(unpackRows(saved.weights[0] ?? '', inputs + 1, hidden));
    this.#perceptron.second.setWeights(unpackRows(saved.weights[1] ?? '', hidden + 1, classes));
  }

  get updates(): number {
    return this.#updates;
  }

  probabilities(input: StudentInput): Float64Array {
    return this.#perceptron.probabilities(this.#featuresOf(input), this.#output);
  }

  learn(input: StudentInput, label: number): void {
    this.#memory.add({ input, label });
    if (++this.#cached < this.#options.cacheSize) return;
    this.#cached = 0;
    const { batchSize, cacheSize } = this.#options;
    const newest = this.#memory.newest(cacheSize);
    for (let from = 0; from < cacheSize; from += batchSize) {
      this.#learnBatch(newest.slice(from, from + batchSize));
      for (let replay = 0; replay < replays; replay++)
        this.#learnBatch(Array.from({ length: batchSize }, () => this.#memory.draw(this.#options.random)));
    }
  }

  saved(): SavedLevel {
    const { first, second } = this.#perceptron;
    return {
      updates: this.#updates,
      weights: [
        packRows(first.weights, hidden, savedBytes),
        packRows(second.weights, this.#options.classes, savedBytes),
      ],
    };
  }

  #learnBatch(batch: readonly { readonly input: StudentInput; readonly label: number }[]): void {
    this.#updates++;
    this.#perceptron.learn(
      batch.map(({ input, label }) => ({
        vector: this.#featuresOf(input),
        target: Array.from({ length: this.#options.classes }, (_, k) => Number(k === label)),
      })),
    );
  }

  #featuresOf({ text, embedding }: StudentInput): SparseVector {
    if (this.#options.embeddingLength === undefined)
      return { indices: text.indices.map((index) => index & (foldedInputs - 1)), values: text.values };
    if (!embedding) throw new RangeError('this student was made for items with embeddings, and got one without');
    return embedding;
  }
}
