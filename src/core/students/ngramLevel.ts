import type { Random } from '../random.ts';
import { ClassCounts } from '../statistics/classCounts.ts';
import { OnlineLogisticRegression } from '../statistics/onlineLogisticRegression.ts';
import type { Level, SavedLevel, StudentInput } from './level.ts';
import { packRows, unpackRows } from './packedRows.ts';
import { ReplayMemory } from './replayMemory.ts';

export interface NgramLevelOptions {
  readonly dimensions: number;
  readonly classes: number;
  readonly batchSize: number;
  readonly random: Random;
  readonly saved: SavedLevel | undefined;
}

const stepSize = 0.1;
/** How often a refit sees each remembered item. */
const passes = 3;
/** Remembered items that a refit learns with each new label; with three passes a refit is complete when the labels have grown by 15 %. */
const replaysPerLabel = 20;
/** Features in memory: 4 million are some 50 MB, 4,000 reviews or 40,000 sentences. */
const memoryFeatures = 4_000_000;
/** Of the packed weights, before base64. */
const savedBytes = 190_000;

/**
 * Level 1: logistic regression on hashed n-grams, each scaled by how telling it is of a class (`ClassCounts`; "NBSVM", Wang and Manning
 * 2012). Telling features change as labels come in, and a model learned under old scales does not follow. So beside the model that
 * answers a successor is always being learned from memory under the scales of now, a fixed number of steps per label, and takes over when it
 * has seen everything a few times. Work per label is bounded, and the same labels in the same order give the same model.
 */
export class NgramLevel implements Level {
  readonly #options: NgramLevelOptions;
  readonly #counts: ClassCounts;
  readonly #memory = new ReplayMemory(memoryFeatures);
  readonly #start: Float32Array | undefined;
  readonly #output: Float64Array;
  readonly #targets: readonly Float64Array[];
  readonly #updatesBefore: number;
  #labels = 0;
  #answering: OnlineLogisticRegression;
  #successor: OnlineLogisticRegression;
  /** Replays until the successor takes over. */
  #remaining = 0;

  constructor(options: NgramLevelOptions) {
    const { dimensions, classes, saved } = options;
    this.#options = options;
    this.#counts = new ClassCounts(dimensions, classes);
    this.#output = new Float64Array(classes);
    this.#targets = Array.from({ length: classes }, (_, label) =>
      Float64Array.from({ length: classes }, (_, k) => Number(k === label)),
    );
    this.#updatesBefore = saved?.updates ?? 0;
    this.#start = saved && unpackRows(saved.weights[0] ?? '', dimensions + 1, classes);
    this.#answering = this.#newModel();
    this.#successor = this.#newModel();
  }

  get updates(): number {
    return this.#updatesBefore + Math.floor(this.#labels / this.#options.batchSize);
  }

  probabilities({ text }: StudentInput): Float64Array {
    return this.#answering.probabilities(text, this.#output);
  }

  learn(input: StudentInput, label: number): void {
    this.#labels++;
    this.#counts.add(input.text, label);
    this.#memory.add({ input, label });
    this.#answering.learn(input.text, this.#targets[label] ?? []);
    this.#successor.learn(input.text, this.#targets[label] ?? []);
    for (let replay = 0; replay < replaysPerLabel; replay++) {
      const drawn = this.#memory.draw(this.#options.random);
      this.#successor.learn(drawn.input.text, this.#targets[drawn.label] ?? []);
    }
    this.#remaining -= replaysPerLabel;
    if (this.#remaining <= 0) this.#takeOver();
  }

  saved(): SavedLevel {
    const { classes } = this.#options;
    return { updates: this.updates, weights: [packRows(this.#answering.weights, classes, savedBytes)] };
  }

  #takeOver(): void {
    this.#answering = this.#successor;
    this.#successor = this.#newModel();
    this.#remaining = passes * this.#memory.size;
  }

  #newModel(): OnlineLogisticRegression {
    const { dimensions, classes } = this.#options;
    // Scales are found when a feature is first met and then kept: a weight learned under one scale must not meet another.
    const scales = new Float32Array(dimensions);
    const factorOf = (index: number): number => {
      const known = scales[index] ?? 0;
      if (known > 0) return known;
      const scale = this.#counts.tellingness(index);
      scales[index] = scale;
      return scale;
    };
    return new OnlineLogisticRegression({
      dimensions,
      classes,
      stepSize,
      factorOf,
      ...(this.#start && { start: this.#start }),
    });
  }
}
