import { join } from 'node:path';
import { goldsOf } from '../core/datasets/goldsOf.ts';
import { InputError } from '../core/errors.ts';
import type { ProfileRequest, ProfileResult } from '../core/profiling/profile.ts';
import { routingConfigOf } from '../core/profiling/routingConfigOf.ts';
import { runProfileMethod } from '../core/profiling/runProfileMethod.ts';
import { createRandom, shuffled } from '../core/random.ts';
import { type RecordedItem, type Recording, readRecording } from '../providers/recording.ts';
import { askedEquivalence, chooseWith, createComparison } from './comparison.ts';
import { completedProfile } from './completedProfile.ts';
import { pathFromConfig, requireWritable } from './configFile.ts';
import { NothingToCompareError, requireReferenceAmong, UnsuitableForRecordingError } from './modelChoiceErrors.ts';
import type { PreparedProfile } from './preparedProfile.ts';
import type { ProfileOptions } from './profileOptions.ts';

/** A model that the recording does not hold. */
export class NotRecordedError extends InputError {
  constructor(model: string, recorded: readonly string[]) {
    super(`The recording holds no answers of ${model}. It holds: ${recorded.join(', ')}.`);
  }
}

/** Recorded answers: the same profile without network or cost. Rejects with an InputError for what cannot be used. */
export async function prepareRecording(
  folder: string,
  options: ProfileOptions,
  today: string,
): Promise<PreparedProfile> {
  const recording = await readRecording(folder);
  const models = [...new Set(options.models ?? recording.models)];
  const reference = options.reference ?? recording.reference;
  for (const model of [reference, ...models]) {
    if (!recording.models.includes(model)) throw new NotRecordedError(model, recording.models);
  }
  if (options.models !== undefined && options.reference !== undefined) requireReferenceAmong(models, reference);
  if (!models.some((model) => model !== reference)) throw new NothingToCompareError(reference);
  const inputs = ['meta.json', 'items.jsonl'].map((name) => join(folder, name));
  if (options.out !== undefined) requireWritable(options.out, inputs);
  const items = recordedSample(recording, options);
  const equivalence = equivalenceFor(recording, reference, options);
  const rows = recording.items.length;
  const { method, delta, confidence, scope, volume, seed } = options;
  const terms = { method, delta, confidence, scope, volume, seed };
  const request: ProfileRequest = { ...terms, reference, models, unpriced: [], rows };
  const configOf = (result: ProfileResult) =>
    routingConfigOf(result, {
      prompt: undefined,
      dataset: {
        file: pathFromConfig(options.out ?? '.', join(folder, 'items.jsonl')),
        sha256: recording.sha256,
        rows,
      },
      parameters: {},
      profileItems: options.profileItems,
      profiledOn: today,
      pricesOn: today,
      priceOf: () => undefined,
    });
  return {
    subject: folder,
    request,
    items: items.length,
    equivalence,
    warnings: [],
    notionalPrices: false,
    estimate: undefined,
    configFile: options.out,
    run: (signal) => {
      const source = recording.source();
      const events = runProfileMethod(request, items, { source, equivalence }, signal);
      const known = { answers: () => recording.source(), equivalence };
      const completion = { items, source, equivalence, known, options, configOf, learnsFromTooFew: false };
      return completedProfile(events, completion, signal);
    },
    configOf,
  };
}

/** The items to profile, in order: by the seed the same ones each time. */
export function recordedSample(
  { items }: Pick<Recording, 'items'>,
  { seed, profileItems }: Pick<ProfileOptions, 'seed' | 'profileItems'>,
): RecordedItem[] {
  return shuffled(items, createRandom(seed)).slice(0, profileItems);
}

function equivalenceFor(recording: Recording, reference: string, options: ProfileOptions) {
  if (askedEquivalence(options) === 'judge') {
    throw new UnsuitableForRecordingError('--equivalence judge asks a model, and a recording has no model to ask.');
  }
  const declared = { ...options, labels: options.labels ?? recording.labels };
  const choice = chooseWith(declared, {
    gold: goldsOf(recording.items),
    sampleOutputs: recording.items.flatMap(({ answers }) => {
      const outcome = answers.get(reference);
      return outcome?.kind === 'answered' && outcome.text !== null ? [outcome.text] : [];
    }),
  });
  return createComparison(choice, options);
}
