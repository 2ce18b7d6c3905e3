import assert from 'node:assert/strict';
import { createEquivalence } from '../../../../src/core/equivalence/createEquivalence.ts';
import { usesKnows } from '../../../../src/core/policies/acceptRule.ts';
import { readKnows } from '../../../../src/core/policies/knowsModel.ts';
import type { AnswerSource, ProfileItem } from '../../../../src/core/profiling/answerSource.ts';
import type { ProfileResult } from '../../../../src/core/profiling/profile.ts';
import { recountDeviations } from '../../../../src/core/profiling/recount.ts';
import { classifiersOf } from '../../../../src/core/profiling/routingConfigOf.ts';
import { runProfileMethod } from '../../../../src/core/profiling/runProfileMethod.ts';
import { createRandom } from '../../../../src/core/random.ts';
import { type KnowableInput, knowableInputs } from '../../../support/knowableInputs.ts';
import { profileRequest } from '../profileResult.ts';

const DELTA = 0.05;
const LARGE_USD = 0.01;

interface Item extends ProfileItem {
  readonly isEasy: boolean;
  /** Whether the small model gets it right. */
  readonly isRight: boolean;
}

/** The small model is right on easy inputs and mostly wrong on the others; nothing but the input's text tells. */
function itemsOf(inputs: readonly KnowableInput[], rightOnHard: number): Item[] {
  const random = createRandom(77);
  return inputs.map(({ text, isEasy }, index) => ({
    id: String(index),
    gold: undefined,
    input: text,
    isEasy,
    isRight: random.uniform() < (isEasy ? 0.995 : rightOnHard),
  }));
}

function sourceOf(smallUSD: number, tokenProbability?: number): AnswerSource<Item> {
  return {
    costUSD: 0,
    answer: async (model, { isRight }) => ({
      kind: 'answered',
      text: model.endsWith('large') || isRight ? 'right' : 'wrong',
      costUSD: model.endsWith('large') ? LARGE_USD : smallUSD,
      tokenProbability,
    }),
  };
}

async function profileOf(items: readonly Item[], source: AnswerSource<Item>): Promise<ProfileResult> {
  const request = { ...profileRequest, method: 'certified', delta: DELTA, rows: items.length } as const;
  const equivalence = createEquivalence('exact', { reason: 'asked for' });
  const events = runProfileMethod(request, items, { source, equivalence }, new AbortController().signal);
  for await (const event of events) if (event.type === 'done') return event.result;
  throw new Error('the profile ended without a result');
}

describe('P(IK) in the certified search', () => {
  const inputs = knowableInputs(1000, { seed: 21 });

  it('is what answers are kept by where nothing else tells', async () => {
    const result = await profileOf(itemsOf(inputs, 0.3), sourceOf(0.001));
    assert.equal(result.recommendation.kind, 'cascade');
    const [first] = result.recommendation.stages;
    assert.ok(first?.accept && usesKnows(first.accept));
    assert.ok(first.share > 0.45, `keeps ${first.share} of 0.6 easy ones`);
    assert.ok(result.guarantee.deviationUpperBound <= DELTA);
    const [report] = result.knows ?? [];
    assert.equal(report?.model, 'openai/small');
    assert.ok((report?.areaUnderROC ?? 0) > 0.7, `${report?.areaUnderROC}`);
  });

  it('is counted again by a stranger to the same deviations', async () => {
    const items = itemsOf(inputs, 0.3);
    const { recommendation, guarantee, knows = [], request } = await profileOf(items, sourceOf(0.001));
    const { reference, seed } = request;
    const recounted = await recountDeviations(
      { policy: recommendation, reference, seed, most: guarantee.items, knows: readKnows(classifiersOf(knows)) },
      items.slice(guarantee.certificate?.warmUpItems),
      { source: sourceOf(0.001), equivalence: createEquivalence('exact', { reason: 'asked for' }) },
      new AbortController().signal,
    );
    assert.deepEqual(recounted, { items: guarantee.items, deviations: guarantee.deviations });
  });

  it('keeps a model from being asked that is dear and will not know', async () => {
    const result = await profileOf(itemsOf(inputs, 0.02), sourceOf(0.5 * LARGE_USD, 0.9));
    const [first] = result.recommendation.stages;
    assert.ok(first?.accept?.knows !== undefined, JSON.stringify(result.recommendation));
    assert.ok(result.guarantee.deviationUpperBound <= DELTA);
    // Asked about everything it would cost at least half the reference everywhere, and the reference besides where it does not know: 0.9 of the reference.
    assert.ok(result.savings.ratio > 1 / 0.85, `${result.savings.ratio}`);
  });

  it('is left alone where texts tell nothing', async () => {
    const random = createRandom(5);
    const items = itemsOf(inputs, 0.3).map((item) => ({ ...item, isRight: random.uniform() < 0.98 }));
    const result = await profileOf(items, sourceOf(0.001, 0.9));
    assert.ok(result.recommendation.stages.every(({ accept }) => !accept || !usesKnows(accept)));
  });
});
