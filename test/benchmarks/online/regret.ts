import { Student } from '../../../src/core/students/student.ts';
import type { Lesson } from './methods.ts';

/** What an expert call costs, in deviations. */
const mu = 0.25;
const checkpoints = 10;
const cutOffs = Array.from({ length: 21 }, (_, index) => index / 20);

/**
 * Regret per item = (cost of the learning student - cost of the best fixed policy in hindsight) / items, where cost = deviations + mu *
 * expert calls. Fixed policies: the student as it is at the end of the stream with any one cut-off (0: always the expert), chosen for the
 * items up to each checkpoint. That student has seen the labels of items it is judged on, so the comparison flatters it.
 */
export function regretRows({ items, labels, seed }: Lesson) {
  const student = new Student({ labels, promptSha256: '', seed, aim: { kind: 'tradeoff', mu } });
  const costs = items.map((item): number => {
    const decision = student.decide(item.text);
    if (decision.kind === 'answer') return Number(decision.label !== item.expert);
    student.learn(decision, item.expert);
    return mu;
  });
  const fixed = items.map((item) => {
    const { label, probability } = student.decide(item.text);
    const cost = Number(label !== item.expert);
    return cutOffs.map((cutOff) => (1 - probability < cutOff ? cost : mu));
  });
  return Array.from({ length: checkpoints }, (_, index) => {
    const end = Math.round(((index + 1) * items.length) / checkpoints);
    const own = sum(costs.slice(0, end));
    const best = Math.min(...cutOffs.map((_, c) => sum(fixed.slice(0, end).map((byCutOff) => byCutOff[c] ?? mu))));
    return { items: end, costPerItem: own / end, bestFixedPerItem: best / end, regretPerItem: (own - best) / end };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
