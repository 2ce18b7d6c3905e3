import type { ProfileMethod, ProfileResult, Scope } from '../../../src/core/profiling/profile.ts';
import type { profileWithSmart } from '../../../src/core/profiling/smart.ts';
import type { Random } from '../../../src/core/random.ts';
import type { ValiditySetting } from './measureValidity.ts';
import {
  countedModel,
  independentModel,
  REFERENCE,
  type SimulatedModel,
  simulatedItems,
  simulatedSource,
} from './simulatedModels.ts';

/** A way to profile: the method's name and its search. */
export interface ProfileUnderTest {
  readonly method: ProfileMethod;
  readonly profile: typeof profileWithSmart;
}

const STREAM_ITEMS = 600;
const BATCH_ITEMS = 1200;
/** So many calls that everything that can be certified is worth certifying. */
const VOLUME = 1_000_000;

interface Asked {
  readonly delta: number;
  readonly gamma: number;
}

/** Whole profiles, from the first item to the recommendation, where every cheap model deviates just too often. */
export function profileSettings(tested: ProfileUnderTest, { delta, gamma }: Asked): ValiditySetting[] {
  const justAbove = delta * 1.0001;
  const limit = Math.floor(delta * BATCH_ITEMS);
  const stream = (name: string, rates: readonly number[]): ValiditySetting => ({
    name: `stream, ${tested.method}, ${name}, delta ${delta}, gamma ${gamma}`,
    allowed: 1 - gamma,
    async certifiesFalsely(random) {
      const models = rates.map((rate, place) => independentModel(`cheap ${place}`, rate, STREAM_ITEMS, random));
      const { result } = await profiled(tested, models, { delta, gamma, scope: 'stream', random });
      return deviatingShare(result, (model) => rates[models.findIndex(({ id }) => id === model)] ?? 0) > delta;
    },
  });
  /** As many deviate as leave limit + 1 of them undrawn when the profile has seen this share of the items, and found its due share. */
  const batch = (name: string, count: number, seen: number): ValiditySetting => ({
    name: `batch, ${tested.method}, ${name}, delta ${delta}, gamma ${gamma}`,
    allowed: 1 - gamma,
    async certifiesFalsely(random) {
      const deviations = Math.ceil((limit + 1) / (1 - seen));
      const models = Array.from({ length: count }, (_, place) =>
        countedModel(`cheap ${place}`, deviations, BATCH_ITEMS, random),
      );
      const { result, referenced } = await profiled(tested, models, { delta, gamma, scope: 'batch', random });
      const left = new Map(models.map(({ id, deviates }) => [id, undrawn(deviates, referenced)]));
      return deviatingShare(result, (model) => left.get(model) ?? 0) > limit;
    },
  });
  return [
    stream('one model', [justAbove]),
    stream(
      '20 models at once',
      Array.from({ length: 20 }, () => justAbove),
    ),
    stream('confidences that say nothing', [2 * justAbove]),
    batch('one model, a tenth seen', 1, 0.1),
    batch('one model, two fifths seen', 1, 0.4),
    batch('20 models at once, a quarter seen', 20, 0.25),
  ];
}

async function profiled(
  { method, profile }: ProfileUnderTest,
  models: readonly SimulatedModel[],
  run: Asked & { readonly scope: Scope; readonly random: Random },
): Promise<{ result: ProfileResult; referenced: ReadonlySet<string> }> {
  const items = simulatedItems(models[0]?.deviates.length ?? 0);
  const source = simulatedSource(models);
  const request = {
    method,
    delta: run.delta,
    confidence: run.gamma,
    scope: run.scope,
    reference: REFERENCE,
    models: [REFERENCE, ...models.map(({ id }) => id)],
    unpriced: [],
    rows: items.length,
    volume: VOLUME,
    seed: run.random.integer(2 ** 31),
  };
  const equivalence = {
    name: 'exact',
    reason: 'simulated',
    equivalent: async (a: string, b: string) => a === b,
  } as const;
  for await (const event of profile(request, items, { source, equivalence }, new AbortController().signal))
    if (event.type === 'done') return { result: event.result, referenced: source.referenced };
  throw new Error('the profile ended without a result');
}

/** Of what the recommendation answers, how much deviates, when each model's part is known. */
function deviatingShare({ recommendation }: ProfileResult, deviatingOf: (model: string) => number): number {
  return recommendation.stages.reduce((sum, { model, share }) => sum + share * deviatingOf(model), 0);
}

function undrawn(deviates: readonly boolean[], referenced: ReadonlySet<string>): number {
  return deviates.filter((deviating, place) => deviating && !referenced.has(String(place))).length;
}
