import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createEquivalence } from '../../src/core/equivalence/createEquivalence.ts';
import type { Equivalence } from '../../src/core/equivalence/equivalence.ts';
import { chanceOf } from '../../src/core/policies/chance.ts';
import { readKnows } from '../../src/core/policies/knowsModel.ts';
import { looksAt } from '../../src/core/profiling/certified/population.ts';
import {
  type ProfileMethod,
  type ProfileResult,
  profileMethods,
  type Scope,
} from '../../src/core/profiling/profile.ts';
import { classifiersOf } from '../../src/core/profiling/routingConfigOf.ts';
import { runProfileMethod } from '../../src/core/profiling/runProfileMethod.ts';
import { createRandom, type Random, shuffled } from '../../src/core/random.ts';
import { type RecordedItem, type Recording, readRecording } from '../../src/providers/recording.ts';
import { printRows } from './printRows.ts';
import { oracleSavings } from './savingsOracle.ts';
import { answerItem, chanceStretches } from './savingsTruth.ts';
import { median } from './timing.ts';

/**
 * What a profile saves on recorded answers of real models, judged by the whole recording. Rows are cells {recording, delta, scope, method}.
 *
 * Stream: the profiled items are drawn with replacement; `savings` is the mean reference cost over the mean policy cost on the whole recording, both
 * summed over the seeds. Batch: at most 3,000 items, all answered; profiling is part of the cost. A run violates when more than delta of the
 * answers deviate. `planningMs` is the median run's whole computing, as no call is awaited, and `longestPlanningMs` the longest one's: mostly the
 * first, before the code is compiled. `oracleSavings`: see savingsOracle; `certifiableSavings` (stream): the same, held to the deviation rate at which an
 * exact test of all profiled items passes, so what is left to whoever knows the best chain beforehand and spends no item on choosing.
 */
const { values: flags, positionals } = parseArgs({
  options: {
    recordings: { type: 'string', multiple: true, default: ['../shared/traces/cascade-mmlu'] },
    scope: { type: 'string', default: 'stream' },
    deltas: { type: 'string', default: '0.02,0.05,0.1' },
    methods: { type: 'string', default: 'certified' },
    confidence: { type: 'string', default: '0.95' },
    /** Only these models besides the reference: what choosing among the others costs. */
    models: { type: 'string' },
    'profile-items': { type: 'string', default: '1000' },
    'batch-items': { type: 'string', default: '3000' },
    volume: { type: 'string', default: '1000000' },
    seeds: { type: 'string', default: '100' },
    details: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

interface Run {
  readonly referenceUSD: number;
  readonly policyUSD: number;
  readonly violates: boolean;
  readonly planningMs: number;
  readonly result: ProfileResult;
}

const rows = [];
for (const folder of [...flags.recordings, ...positionals].flatMap((text) => text.split(','))) {
  const recording = restricted(await readRecording(folder));
  const equivalence = equivalenceOf(recording);
  for (const delta of flags.deltas.split(',').map(Number)) {
    for (const method of flags.methods.split(',') as ProfileMethod[]) {
      if (!profileMethods.includes(method)) throw new RangeError(`no method ${method}`);
      rows.push(await measureCell(folder, recording, equivalence, { delta, method, scope: flags.scope as Scope }));
    }
  }
}
printRows(rows, flags.json);

function restricted(recording: Recording): Recording {
  const wanted = new Set([recording.reference, ...(flags.models?.split(',') ?? recording.models)]);
  for (const model of wanted) if (!recording.models.includes(model)) throw new RangeError(`no recorded model ${model}`);
  return { ...recording, models: recording.models.filter((model) => wanted.has(model)) };
}

function equivalenceOf(recording: Recording): Equivalence {
  return recording.labels
    ? createEquivalence('label', { reason: 'asked for', labels: recording.labels })
    : createEquivalence('exact', { reason: 'asked for' });
}

interface Cell {
  readonly delta: number;
  readonly method: ProfileMethod;
  readonly scope: Scope;
}

async function measureCell(folder: string, recording: Recording, equivalence: Equivalence, cell: Cell) {
  const runs: Run[] = [];
  for (let seed = 1; seed <= Number(flags.seeds); seed++)
    runs.push(await measureRun(recording, equivalence, cell, seed));
  const sum = (of: (run: Run) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    recording: basename(folder),
    delta: cell.delta,
    scope: cell.scope,
    method: cell.method,
    savings: sum((run) => run.referenceUSD) / sum((run) => run.policyUSD),
    violationRate: sum((run) => Number(run.violates)) / runs.length,
    oracleSavings: oracleSavings(recording, equivalence, cell.delta),
    ...(cell.scope === 'stream' && {
      certifiableSavings: oracleSavings(recording, equivalence, certifiableRate(cell.delta)),
    }),
    planningMs: median(runs.map((run) => run.planningMs)),
    longestPlanningMs: Math.max(...runs.map((run) => run.planningMs)),
    runs: runs.length,
    itemsProfiled: sum((run) => run.result.items) / runs.length,
    ...(flags.details ? { chosen: chosen(runs), knowsAreaUnderROC: knowsAreas(runs) } : {}),
  };
}

/** A walk along a path ends before the first deviation too many: half a deviation before it, in the mean. */
function certifiableRate(delta: number): number {
  const items = Number(flags['profile-items']);
  const [look] = looksAt({ scope: 'stream', delta }, [items], 1 - Number(flags.confidence), [1]);
  return Math.max(0, ((look?.mostDeviations ?? -1) + 0.5) / items);
}

async function measureRun(recording: Recording, equivalence: Equivalence, cell: Cell, seed: number): Promise<Run> {
  const random = createRandom(seed);
  const stream = cell.scope === 'stream';
  const items = stream
    ? drawn(recording.items, Number(flags['profile-items']), random)
    : shuffled(recording.items, random).slice(0, Number(flags['batch-items']));
  const started = performance.now();
  const result = await profile(recording, items, equivalence, cell, seed);
  const planningMs = performance.now() - started;
  return { ...judge(stream ? recording.items : items, recording, equivalence, result, seed), planningMs, result };
}

function drawn(items: readonly RecordedItem[], count: number, random: Random): RecordedItem[] {
  return Array.from({ length: count }, () => items[random.integer(items.length)] as RecordedItem);
}

async function profile(
  recording: Recording,
  items: readonly RecordedItem[],
  equivalence: Equivalence,
  { delta, method, scope }: Cell,
  seed: number,
): Promise<ProfileResult> {
  const request = {
    method,
    delta,
    confidence: Number(flags.confidence),
    scope,
    reference: recording.reference,
    models: recording.models,
    unpriced: [],
    rows: scope === 'batch' ? items.length : recording.items.length,
    volume: Number(flags.volume),
    seed,
  };
  const events = runProfileMethod(
    request,
    items,
    { source: recording.source(), equivalence },
    new AbortController().signal,
  );
  for await (const event of events) if (event.type === 'done') return event.result;
  throw new Error('the profile ended without a result');
}

/**
 * Stream: the promise is about inputs to come, so a mix, or a tie at a threshold, is judged by the mean over chance. Batch: each item by its own
 * chance; the profiled items were answered by the reference and do not deviate, and what profiling cost is part of the policy's side.
 */
function judge(
  items: readonly RecordedItem[],
  recording: Recording,
  equivalence: Equivalence,
  result: ProfileResult,
  seed: number,
) {
  const { delta, scope } = result.request;
  let referenceUSD = 0;
  let policyUSD = 0;
  let deviations = 0;
  const knows = readKnows(classifiersOf(result.knows ?? []));
  const stretches = chanceStretches(result.recommendation);
  for (const [place, item] of items.entries()) {
    const knowsInput = item.input === undefined ? undefined : knows(item.input);
    const fates = scope === 'stream' ? stretches : [{ chance: chanceOf(seed, item.input ?? item.id), weight: 1 }];
    for (const { chance, weight } of fates) {
      const facts = { chance, ...(knowsInput && { knows: knowsInput }) };
      const given = answerItem(result.recommendation, item, { reference: recording.reference, equivalence, facts });
      referenceUSD += given.referenceUSD * weight;
      if (scope === 'batch' && place < result.items) continue;
      policyUSD += given.costUSD * weight;
      deviations += Number(given.deviates) * weight;
    }
  }
  if (scope === 'batch') policyUSD = referenceUSD / result.savings.ratio;
  return { referenceUSD, policyUSD, violates: deviations > delta * items.length + 1e-9 };
}

/** What was recommended how often, for looking into a cell. */
function chosen(runs: readonly Run[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { result } of runs) {
    const { kind, stages } = result.recommendation;
    const signals = stages
      .map(({ accept }) => {
        const names = Object.keys(accept?.score?.weights ?? {});
        return `${names.length}${names.includes('knows') ? ' knows' : ''}${accept?.knows === undefined ? '' : ' skips'}`;
      })
      .join('/');
    const name = `${kind} ${stages.map(({ model }) => model).join('>')} ${signals} ${result.stopped}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort((a, b) => b[1] - a[1]));
}

/** By model, the mean over the runs where P(IK) was learned for it and could be measured. */
function knowsAreas(runs: readonly Run[]): Record<string, number> {
  const areas = new Map<string, number[]>();
  for (const { model, areaUnderROC } of runs.flatMap(({ result }) => result.knows ?? []))
    if (areaUnderROC !== undefined) areas.set(model, [...(areas.get(model) ?? []), areaUnderROC]);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Object.fromEntries([...areas].map(([model, values]) => [`${model} (${values.length} runs)`, mean(values)]));
}
