import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AnswerSource, Outcome, ProfileItem } from '../../src/core/profiling/answerSource.ts';
import type { ProfileMethod, ProfileResult } from '../../src/core/profiling/profile.ts';
import { runProfileMethod } from '../../src/core/profiling/runProfileMethod.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import { mean } from '../../src/core/statistics/mean.ts';
import { printRows } from './printRows.ts';

/**
 * SMART on its own published setting: each model's agreement with gpt-4 is a coin with the rate measured on 100 items, its cost the mean
 * measured there. Rows are cells {dataset, delta, method}: mean savings over the seeds with their spread, and how many runs broke delta.
 * `planningMs` is the longest run's own computing: all the time in which no answer is awaited.
 */
interface Setting {
  readonly dataset: string;
  readonly items: number;
  readonly models: readonly { readonly id: string; readonly costUSD: number; readonly agreement: number }[];
}

const REFERENCE = 'gpt-4';

const { values: flags } = parseArgs({
  options: {
    simulation: { type: 'string', default: '../shared/anchors/smart-simulation.csv' },
    seeds: { type: 'string', default: '5' },
    methods: { type: 'string', default: 'smart-all,smart,smart-mix,certified' },
    deltas: { type: 'string', default: '0.02,0.06,0.1,0.2' },
    json: { type: 'boolean', default: false },
  },
});

const rows = [];
for (const setting of readSettings(flags.simulation)) {
  for (const delta of flags.deltas.split(',').map(Number)) {
    for (const method of flags.methods.split(',') as ProfileMethod[])
      rows.push(await measureCell(setting, delta, method, Number(flags.seeds)));
  }
}
printRows(rows, flags.json);

function readSettings(file: string): Setting[] {
  const settings = new Map<string, Setting & { models: { id: string; costUSD: number; agreement: number }[] }>();
  for (const line of readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1)) {
    const [dataset = '', items, id = '', , , cost, processed, agreement] = line.split(',');
    const setting = settings.get(dataset) ?? { dataset, items: Number(items), models: [] };
    setting.models.push({ id, costUSD: Number(cost) / Number(processed), agreement: Number(agreement) });
    settings.set(dataset, setting);
  }
  return [...settings.values()];
}

async function measureCell(setting: Setting, delta: number, method: ProfileMethod, seeds: number) {
  const runs = [];
  for (let seed = 1; seed <= seeds; seed++) runs.push(await measureRun(setting, delta, method, seed));
  const savings = runs.map((run) => run.savings);
  return {
    dataset: setting.dataset,
    delta,
    method,
    savings: mean(savings),
    deviationRate: mean(runs.map((run) => run.deviationRate)),
    brokeDelta: runs.filter((run) => run.deviationRate > delta).length,
    planningMs: Math.max(...runs.map((run) => run.planningMs)),
    runs: runs.length,
    savingsLowest: Math.min(...savings),
    savingsHighest: Math.max(...savings),
    itemsProfiled: mean(runs.map((run) => run.items)),
  };
}

async function measureRun(setting: Setting, delta: number, method: ProfileMethod, seed: number) {
  const random = createRandom(seed);
  const items = Array.from(
    { length: setting.items },
    (_, index): ProfileItem => ({ id: String(index), gold: undefined }),
  );
  const clock = { planningMs: 0, answeredAt: performance.now() };
  const result = await profile(setting, items, { delta, method, seed, random, clock });
  const planningMs = clock.planningMs + performance.now() - clock.answeredAt;
  return {
    savings: result.savings.ratio,
    deviationRate: restDeviations(setting, result, random) / setting.items,
    planningMs,
    items: result.items,
  };
}

async function profile(
  setting: Setting,
  items: readonly ProfileItem[],
  run: { delta: number; method: ProfileMethod; seed: number; random: Random; clock: PlanningClock },
): Promise<ProfileResult> {
  const events = runProfileMethod(
    {
      method: run.method,
      delta: run.delta,
      confidence: 0.95,
      scope: 'batch',
      reference: REFERENCE,
      models: setting.models.map((model) => model.id),
      unpriced: [],
      rows: items.length,
      volume: 0,
      seed: run.seed,
    },
    items,
    {
      source: coinFlips(setting, run.random, run.clock),
      // No `same`: independent coins would make two models' agreement tell far more than it does in real life.
      equivalence: { name: 'exact', reason: 'asked for', equivalent: async (a, b) => a === b },
    },
    new AbortController().signal,
  );
  for await (const event of events) if (event.type === 'done') return event.result;
  throw new Error('the profile ended without a result');
}

/** Time between the last answer of one round and the first call of the next. */
interface PlanningClock {
  planningMs: number;
  answeredAt: number;
}

function coinFlips(setting: Setting, random: Random, clock: PlanningClock): AnswerSource {
  const byId = new Map(setting.models.map((model) => [model.id, model]));
  let spent = 0;
  let awaited = 0;
  return {
    get costUSD() {
      return spent;
    },
    async answer(id): Promise<Outcome> {
      const model = byId.get(id);
      if (!model) throw new RangeError(`no model ${id} in the simulation`);
      if (awaited++ === 0) clock.planningMs += performance.now() - clock.answeredAt;
      await Promise.resolve();
      spent += model.costUSD;
      const text = random.uniform() < model.agreement ? 'same' : 'other';
      if (--awaited === 0) clock.answeredAt = performance.now();
      return { kind: 'answered', text, costUSD: model.costUSD, tokenProbability: undefined };
    },
  };
}

/** The items not profiled, split by the recommended shares, flip their coins too. */
function restDeviations(setting: Setting, result: ProfileResult, random: Random): number {
  const rest = setting.items - result.items;
  let deviations = 0;
  for (let item = 0; item < rest; item++) {
    const drawn = stageAt(result.recommendation.stages, random.uniform());
    const agreement = setting.models.find(({ id }) => id === drawn)?.agreement ?? 1;
    if (random.uniform() >= agreement) deviations++;
  }
  return deviations;
}

/** The model whose stretch of [0, 1), laid out by shares, `place` falls into. */
function stageAt(stages: readonly { readonly model: string; readonly share: number }[], place: number) {
  let end = 0;
  for (const { model, share } of stages) {
    end += share;
    if (place < end) return model;
  }
  return stages.at(-1)?.model;
}
