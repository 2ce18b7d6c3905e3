import { createRandom } from '../../../src/core/random.ts';
import { createTextHasher } from '../../../src/core/statistics/hashedText.ts';
import { NgramLevel } from '../../../src/core/students/ngramLevel.ts';
import { type LevelKind, Student } from '../../../src/core/students/student.ts';
import { cpuSeconds } from './cpuSeconds.ts';
import type { StreamItem } from './orders.ts';

export interface Lesson {
  readonly items: readonly StreamItem[];
  readonly labels: readonly string[];
  /** Share of expert calls. */
  readonly budget: number;
  readonly seed: number;
  readonly levels?: readonly LevelKind[];
}

export interface Run {
  readonly accuracy: number;
  readonly deviation: number;
  readonly expertShare: number;
  /** Labels learned per second of processor time. */
  readonly updatesPerSecond: number;
}

/** Ours. */
export function onlineCascade({ items, labels, budget, seed, levels }: Lesson): Run {
  const aim = { kind: 'budget', share: budget, items: items.length } as const;
  const student = new Student({ labels, promptSha256: '', seed, aim, ...(levels && { levels }) });
  const tally = new Tally();
  for (const item of items) {
    const decision = student.decide(item.text);
    if (decision.kind === 'answer') tally.add(item, decision.label);
    else tally.learned(item, () => student.learn(decision, item.expert));
  }
  return tally.run;
}

/** The published baseline: the same model, but a coin of fixed probability says who answers. */
export function onlineEnsemble({ items, labels, budget, seed }: Lesson): Run {
  const random = createRandom(seed);
  const model = newModel(labels, seed);
  const tally = new Tally();
  for (const item of items) {
    if (random.uniform() < budget) tally.learned(item, () => model.learn(item));
    else tally.add(item, model.label(item));
  }
  return tally.run;
}

/** The other published baseline: the model learns a share of expert labels from one half of the items and answers the other half alone. */
export function distilled({ items, labels, budget, seed }: Lesson): Run {
  const half = Math.floor(items.length / 2);
  const lessons = items.slice(0, Math.min(half, Math.round(budget * items.length)));
  const model = newModel(labels, seed);
  const teaching = new Tally();
  for (const item of lessons) teaching.learned(item, () => model.learn(item));
  const tally = new Tally();
  for (const item of items.slice(half)) tally.add(item, model.label(item));
  return { ...tally.run, expertShare: lessons.length / items.length, updatesPerSecond: teaching.run.updatesPerSecond };
}

function newModel(labels: readonly string[], seed: number) {
  const hasher = createTextHasher({ bits: 18, characterRuns: 4 });
  const { dimensions } = hasher;
  const random = createRandom(seed);
  const level = new NgramLevel({ dimensions, classes: labels.length, batchSize: 8, random, saved: undefined });
  const inputOf = ({ text }: StreamItem) => ({ text: hasher.vectorOf(text), embedding: undefined });
  return {
    label(item: StreamItem): string {
      const probabilities = level.probabilities(inputOf(item));
      return labels[probabilities.indexOf(Math.max(...probabilities))] ?? '';
    },
    learn(item: StreamItem): void {
      const label = labels.indexOf(item.expert);
      if (label >= 0) level.learn(inputOf(item), label);
    },
  };
}

class Tally {
  #items = 0;
  #right = 0;
  #deviating = 0;
  #learned = 0;
  #learningSeconds = 0;

  add(item: StreamItem, answer: string): void {
    this.#items++;
    if (answer === item.gold) this.#right++;
    if (answer !== item.expert) this.#deviating++;
  }

  learned(item: StreamItem, learn: () => void): void {
    this.add(item, item.expert);
    this.#learned++;
    const start = process.cpuUsage();
    learn();
    this.#learningSeconds += cpuSeconds(start);
  }

  get run(): Run {
    return {
      accuracy: (100 * this.#right) / this.#items,
      deviation: (100 * this.#deviating) / this.#items,
      expertShare: this.#learned / this.#items,
      updatesPerSecond: Math.round(this.#learned / this.#learningSeconds),
    };
  }
}
