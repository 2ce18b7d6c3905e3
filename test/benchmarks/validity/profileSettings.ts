import type { ProfileMethod, ProfileResult, Scope } from '../../../src/core/profiling/profile.ts';
import { runProfileMethod } from '../../../src/core/profiling/runProfileMethod.ts';
import { createRandom, type Random, shuffled } from '../../../src/core/random.ts';
import type { ValiditySetting } from './measureValidity.ts';
import { REFERENCE, SimulatedWorld } from './simulatedWorld.ts';

interface Terms {
  readonly delta: number;
  readonly gamma: number;
}

/** Inputs there are in stream scope, and items a profile draws from them with replacement. */
const STREAM = { inputs: 2000, items: 400 } as const;
const BATCH_ROWS = 800;
/** So many calls to come that everything that can be certified is worth certifying. */
const VOLUME = 1_000_000;
const WORLD_SEED = 2026;

/** Whole profiles, from the first item to the recommendation, where every cheap model deviates just too often. */
export function profileSettings(method: ProfileMethod, terms: Terms): ValiditySetting[] {
  const named = (scope: Scope, name: string, certifiesFalsely: ValiditySetting['certifiesFalsely']) => ({
    name: `${scope}, ${method}, ${name}, delta ${terms.delta}, gamma ${terms.gamma}`,
    allowed: 1 - terms.gamma,
    certifiesFalsely,
  });
  const stream = (name: string, models: number, rate: number): ValiditySetting =>
    named('stream', name, streamFailure(method, terms, { models, rate }));
  const batch = (name: string, models: number, seen: number): ValiditySetting =>
    named('batch', name, batchFailure(method, terms, { models, seen }));
  return [
    stream('one model', 1, terms.delta),
    stream('20 models at once', 20, terms.delta),
    stream('confidences that say nothing', 1, 2 * terms.delta),
    batch('one model, a tenth seen', 1, 0.1),
    batch('one model, two fifths seen', 1, 0.4),
    batch('20 models at once, a quarter seen', 20, 0.25),
  ];
}

/** Each model deviates on one input more than `rate` allows. */
function streamFailure(method: ProfileMethod, terms: Terms, world: { models: number; rate: number }) {
  const deviations = Math.floor(world.rate * STREAM.inputs) + 1;
  const simulated = worldOf(STREAM.inputs, deviations, world.models);
  return async (random: Random): Promise<boolean> => {
    const shown = Array.from({ length: STREAM.items }, () => random.integer(STREAM.inputs));
    const { recommendation, request } = await profiled(method, simulated, { ...terms, scope: 'stream', shown, random });
    return simulated.deviationRate(recommendation, request.seed) > terms.delta;
  };
}

/** As many rows deviate as leave one too many when the profile has seen this share of them, and found its due share. */
function batchFailure(method: ProfileMethod, terms: Terms, world: { models: number; seen: number }) {
  const limit = Math.floor(terms.delta * BATCH_ROWS);
  const simulated = worldOf(BATCH_ROWS, Math.ceil((limit + 1) / (1 - world.seen)), world.models);
  const rows = Array.from({ length: BATCH_ROWS }, (_, row) => row);
  return async (random: Random): Promise<boolean> => {
    const shown = shuffled(rows, random);
    const { recommendation, request, referenced } = await profiled(method, simulated, {
      ...terms,
      scope: 'batch',
      shown,
      random,
    });
    const deviating = rows.filter(
      (row) => !referenced.has(row) && simulated.deviates(recommendation, row, request.seed),
    );
    return deviating.length > limit;
  };
}

function worldOf(inputs: number, deviations: number, models: number): SimulatedWorld {
  return new SimulatedWorld(inputs, deviations, { models, random: createRandom(WORLD_SEED) });
}

async function profiled(
  method: ProfileMethod,
  world: SimulatedWorld,
  run: Terms & { readonly scope: Scope; readonly shown: readonly number[]; readonly random: Random },
): Promise<ProfileResult & { referenced: ReadonlySet<number> }> {
  const { items, source, referenced } = world.source(run.shown);
  const request = {
    method,
    delta: run.delta,
    confidence: run.gamma,
    scope: run.scope,
    reference: REFERENCE,
    models: [REFERENCE, ...world.models.map(({ id }) => id)],
    unpriced: [],
    rows: items.length,
    volume: VOLUME,
    seed: run.random.integer(2 ** 31),
  };
  const equivalence = {
    name: 'exact',
    reason: 'asked for',
    equivalent: async (a: string, b: string) => a === b,
  } as const;
  for await (const event of runProfileMethod(request, items, { source, equivalence }, new AbortController().signal))
    if (event.type === 'done') return { ...event.result, referenced };
  throw new Error('the profile ended without a result');
}
