import assert from 'node:assert/strict';
import { createEquivalence } from '../../src/core/equivalence/createEquivalence.ts';
import type { AnswerSource, ProfileItem } from '../../src/core/profiling/answerSource.ts';
import type { ProfileEvent, ProfileResult } from '../../src/core/profiling/profile.ts';
import { type Completion, completedProfile } from '../../src/engine/completedProfile.ts';
import { profileRequest, profileResult } from '../core/profiling/profileResult.ts';
import { cascadeConfig, stageFor } from '../support/cascadeFolder.ts';
import { coinFlipItems, sameText } from '../support/coinFlipSource.ts';

const signal = new AbortController().signal;
const ITEMS = 40;

/** A reference that costs a dollar a call and says something else every `every`th time it is asked again. */
function contradicting(every: number, answers: number = ITEMS): AnswerSource & { readonly again: string[] } {
  const again: string[] = [];
  let calls = 0;
  const outcome = (text: string) => ({ kind: 'answered', text, costUSD: 1, tokenProbability: undefined }) as const;
  return {
    again,
    get costUSD() {
      return 0.72 + calls;
    },
    answer: async (_, { id }) =>
      Number(id) < answers ? outcome('same') : { kind: 'missing', why: 'it was never asked' },
    async answerAgain(_, { id }) {
      again.push(id);
      calls++;
      return outcome(again.length % every === 0 ? 'other' : 'same');
    },
  };
}

async function completed(
  options: Completion<never>['options'],
  source: AnswerSource,
  changes: Partial<ProfileResult> = {},
  { items, equivalence }: Pick<Completion<ProfileItem>, 'items' | 'equivalence'> = {
    items: coinFlipItems(ITEMS),
    equivalence: sameText,
  },
): Promise<ProfileResult> {
  async function* events(): AsyncGenerator<ProfileEvent> {
    yield { type: 'progress', items: 1, itemLimit: 2, costUSD: 0, models: [] };
    yield { type: 'done', result: profileResult(changes) };
  }
  const known = { answers: () => source, equivalence };
  const { evidence, ...config } = cascadeConfig({ stages: [stageFor('openai/large')] });
  const { name, labels = [] } = equivalence;
  const configOf = () => ({
    ...config,
    evidence: { ...evidence, equivalence: { name, reason: '', labels: [...labels] } },
  });
  const completion = { items, source, equivalence, known, options, configOf, learnsFromTooFew: true };
  const all: ProfileEvent[] = [];
  for await (const event of completedProfile(events(), completion, signal)) all.push(event);
  const last = all.at(-1);
  assert.deepEqual(
    all.map(({ type }) => type),
    ['progress', 'done'],
  );
  assert.ok(last?.type === 'done');
  return last.result;
}

describe('completedProfile', () => {
  it('changes nothing where nothing is asked for', async () => {
    const source = contradicting(2);
    assert.deepEqual(await completed({}, source), profileResult());
    assert.deepEqual(source.again, []);
  });

  it('asks the reference again about the first items that it has answered', async () => {
    const source = contradicting(20, 12);
    const result = await completed({ selfCheckItems: 20 }, source);
    assert.deepEqual(
      source.again,
      Array.from({ length: 12 }, (_, index) => String(index)),
    );
    assert.deepEqual(result.referenceSelfDeviation, { items: 12, deviations: 0 });
    assert.equal(result.profilingUSD, 12.72);
    assert.deepEqual(result.warnings, []);
  });

  it('warns of a reference that contradicts itself more often than is allowed', async () => {
    const before = { code: 'missing-answers', model: 'a/b', missing: 3, asked: 9, lastFailure: undefined } as const;
    const result = await completed({ selfCheckItems: 20 }, contradicting(5), { warnings: [before] });
    assert.deepEqual(result.referenceSelfDeviation, { items: 20, deviations: 4 });
    assert.deepEqual(result.warnings, [
      before,
      { code: 'contradicts-itself', reference: 'openai/large', deviations: 4, items: 20, delta: 0.1 },
    ]);
  });

  it('counts the self-check in the saving of a dataset, not in that of inputs to come', async () => {
    const request = { ...profileRequest, scope: 'batch', rows: 2000 } as const;
    const batch = await completed({ selfCheckItems: 20 }, contradicting(50), { request });
    // 2,000 rows at $0.0021 are $4.20: seven times less is $0.60, and $20 more are $20.60.
    assert.ok(Math.abs(batch.savings.ratio - 4.2 / 20.6) < 1e-12, `${batch.savings.ratio}`);
    assert.equal((await completed({ selfCheckItems: 20 }, contradicting(50))).savings.ratio, 7);
  });

  it('tries a student on the rows that were profiled, where outputs are labels and inputs are still to come', async () => {
    const labelled = {
      items: coinFlipItems(ITEMS).map((item) => ({ ...item, input: `row ${item.id}` })),
      equivalence: createEquivalence('label', { reason: 'asked for', labels: ['same', 'other'] }),
    };
    const source = contradicting(2);
    const { student } = await completed({}, source, { items: 25 }, labelled);
    assert.deepEqual([student?.evidence.items, student?.terms], [25, { delta: 0.02, confidence: 0.95 }]);
    const terms = { delta: 0.3, confidence: 0.9 };
    assert.deepEqual((await completed({ student: terms }, source, {}, labelled)).student?.terms, terms);
    const batch = { request: { ...profileRequest, scope: 'batch' } } as const;
    assert.equal((await completed({ student: terms }, source, batch, labelled)).student, undefined);
    assert.deepEqual(source.again, [], 'nobody was asked');
  });

  it('compares methods on the items that the reference has answered', async () => {
    const { comparison } = await completed({ compare: true }, contradicting(2, 6));
    assert.deepEqual(
      comparison?.map(({ method, items }) => [method, items]),
      [
        ['smart-all', 6],
        ['smart', 6],
        ['smart-mix', 6],
      ],
    );
  });
});
