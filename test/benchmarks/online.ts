import { parseArgs } from 'node:util';
import { readRecording } from '../../src/providers/recording.ts';
import { distilled, type Lesson, onlineCascade, onlineEnsemble } from './online/methods.ts';
import { orders, type StreamItem } from './online/orders.ts';
import { regretRows } from './online/regret.ts';
import { measureThroughput } from './online/throughput.ts';
import { printRows } from './printRows.ts';

/**
 * Online cascade learning on a recording: the reference model is the expert. Rows {recording, method, order, budget, seed, accuracy (in %,
 * against gold, of all answers, the expert's included), deviation (in %, from the expert), expertShare, updatesPerSecond}, then rows of the
 * regret against the best fixed policy in hindsight, and one of decisions per second.
 */
const { values: flags } = parseArgs({
  options: {
    recording: { type: 'string', default: '../shared/traces/ocl-imdb' },
    budgets: { type: 'string', default: '0.104,0.304,0.416' },
    seeds: { type: 'string', default: '5' },
    orders: { type: 'string', default: 'shuffled,length,group' },
    methods: { type: 'string', default: 'online,ensemble,distilled,expert' },
    /** Another of the recording's models as the expert. */
    expert: { type: 'string' },
    levels: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const recording = await readRecording(flags.recording);
const expert = flags.expert ?? recording.reference;
const items = recording.items.map((item): StreamItem => {
  const answer = item.answers.get(expert);
  return { text: item.input ?? '', gold: item.gold ?? '', expert: (answer?.kind === 'answered' && answer.text) || '' };
});
const labels = recording.labels ?? [...new Set(items.map((item) => item.expert))].sort();
const name = flags.recording.replace(/\/+$/, '').replace(/^.*\//, '');
const methods = flags.methods.split(',');

const rows: object[] = [];
for (const order of flags.orders.split(',')) {
  // Its answers are the same in any order.
  if (methods.includes('expert')) rows.push(row('expert', order, null, { seed: null, ...expertRun() }));
  for (const budget of flags.budgets.split(',').map(Number)) {
    for (let seed = 1; seed <= Number(flags.seeds); seed++) {
      const lesson: Lesson = { items: orders(items, order, seed), labels, budget, seed };
      if (methods.includes('online')) rows.push(row('online', order, budget, { seed, ...onlineCascade(lesson) }));
      if (methods.includes('ensemble')) rows.push(row('ensemble', order, budget, { seed, ...onlineEnsemble(lesson) }));
      if (methods.includes('distilled')) rows.push(row('distilled', order, budget, { seed, ...distilled(lesson) }));
    }
  }
}
if (methods.includes('online')) {
  const lesson = { items: orders(items, 'shuffled', 1), labels, budget: 0, seed: 1 };
  for (const found of regretRows(lesson)) rows.push(row('regret', 'shuffled', null, { seed: 1, ...found }));
  rows.push(row('throughput', 'shuffled', null, { seed: 1, ...measureThroughput(lesson) }));
}
printRows(rows, flags.json);

function row(method: string, order: string, budget: number | null, found: object): object {
  return { recording: name, method, order, budget, ...found };
}

function expertRun() {
  const right = items.filter((item) => item.expert === item.gold).length;
  return { accuracy: (100 * right) / items.length, deviation: 0, expertShare: 1, updatesPerSecond: null };
}
