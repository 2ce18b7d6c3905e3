import type { Random } from '../random.ts';
import { ClassCounts } from '../statistics/classCounts.ts';
import {
  OnlineLogisticRegression,
  type OnlineLogisticRegressionOptions,
} from '../statistics/onlineLogisticRegression.ts';
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

const stepSize = 0.2;
/** How often a refit sees each remembered item. */
const passes = 4;
/** Remembered items that a refit learns with each new label; with four passes a refit is complete when the labels have grown by 13 %. */
const replaysPerLabel = 30;
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
  readonly #output: Float64Array;
  readonly #targets: readonly Float64Array[];
  readonly #updatesBefore: number;
  #labels = 0;
  #answering: ScaledRegression;
  #successor: ScaledRegression;
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
    const start = saved && unpackRows(saved.weights[0] ?? '', dimensions + 1, classes);
    const shape = { dimensions, classes, ...(start && { start }) };
    this.#answering = new ScaledRegression(this.#counts, shape);
    this.#successor = new ScaledRegression(this.#counts, shape);
  }

  get updates(): number {
    return this.#updatesBefore + Math.floor(this.#labels / this.#options.batchSize);
  }

  probabilities({ text }: StudentInput): Float64Array {
    return this.#answering.regression.probabilities(text, this.#output);
  }

  learn(input: StudentInput, label: number): void {
    this.#labels++;
    this.#counts.add(input.text, label);
    this.#memory.add({ input, label });
    const target = this.#targets[label] ?? [];
    this.#answering.regression.learn(input.text, target);
    this.#successor.regression.learn(input.text, target);
    for (let replay = 0; replay < replaysPerLabel; replay++) {
      const drawn = this.#memory.draw(this.#options.random);
      this.#successor.regression.learn(drawn.input.text, this.#targets[drawn.label] ?? []);
    }
    this.#remaining -= replaysPerLabel;
    if (this.#remaining <= 0) this.#takeOver();
  }

  saved(): SavedLevel {
    const { classes } = this.#options;
    return { updates: this.updates, weights: [packRows(this.#answering.regression.weights, classes, savedBytes)] };
  }

  #takeOver(): void {
    [this.#answering, this.#successor] = [this.#successor, this.#answering];
    this.#successor.restart();
    this.#remaining = Math.max(passes * this.#memory.size, replaysPerLabel * this.#options.batchSize);
  }
}

/** A regression under the scales of the time when it first met each feature: a weight learned under one scale must not meet another. */
class ScaledRegression {
  readonly regression: OnlineLogisticRegression;
  readonly #scales: Float32Array;

  constructor(counts: ClassCounts, shape: Pick<OnlineLogisticRegressionOptions, 'dimensions' | 'classes' | 'start'>) {
    const scales = new Float32Array(shape.dimensions);
    const factorOf = (index: number): number => {
      const known = scales[index] ?? 0;
      if (known > 0) return known;
      const scale = counts.tellingness(index);
      scales[index] = scale;
      return scale;
    };
    this.regression = new OnlineLogisticRegression({ ...shape, stepSize, factorOf });
    this.#scales = scales;
  }

  /** In place: new arrays of this size at every turn would keep the garbage collector busy. */
  restart(): void {
    this.#scales.fill(0);
    this.regression.restart();
  }
}
