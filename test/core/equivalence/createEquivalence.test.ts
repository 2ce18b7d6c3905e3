import assert from 'node:assert/strict';
import { createEquivalence, NoJudgeError, NoLabelsError } from '../../../src/core/equivalence/createEquivalence.ts';
import { type EquivalenceName, equivalenceNames } from '../../../src/core/equivalence/equivalence.ts';
import { JsonFieldError } from '../../../src/core/equivalence/jsonField.ts';
import { JudgeIsArmError } from '../../../src/core/equivalence/judge.ts';
import { InputError } from '../../../src/core/errors.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';

const signal = new AbortController().signal;
const judge = { model: 'openai/judge', ask: () => Promise.resolve('SAME') };
const options = {
  reason: 'asked for' as const,
  labels: ['billing', 'spam', 'not spam', 'A'],
  judge,
  arms: ['openai/small', 'openai/large'],
};

describe('createEquivalence', () => {
  for (const name of equivalenceNames) {
    it(`carries the name and the reason of ${name}`, () => {
      const equivalence = createEquivalence(name, options);
      assert.equal(equivalence.name, name);
      assert.equal(equivalence.reason, 'asked for');
    });

    it(`rejects ${name} with the reason of an aborted signal`, async () => {
      const stopped = new Error('stopped');
      await assert.rejects(createEquivalence(name, options).equivalent('a', 'b', AbortSignal.abort(stopped)), stopped);
    });
  }

  const pairs: readonly (readonly [EquivalenceName, string, string, boolean])[] = [
    ['exact', 'Billing.', 'billing', false],
    ['label', 'Billing.', 'billing', true],
    ['numeric', '1,000', '1000.4', true],
    ['json', '{"a":1,"b":2}', '{"a":1,"b":3}', true],
    ['judge', 'Paris', 'It is Paris', true],
  ];
  for (const [name, one, other, same] of pairs) {
    it(`compares by the options of ${name}`, async () => {
      const equivalence = createEquivalence(name, {
        ...options,
        tolerance: { absolute: 0.5 },
        fields: [{ pointer: '/b', rule: 'ignore' }],
      });
      assert.equal(await equivalence.equivalent(one, other, signal), same);
    });
  }

  it('refuses a judge that is an arm, and names it', () => {
    const create = (): unknown => createEquivalence('judge', { ...options, arms: ['openai/small', 'openai/judge'] });
    assert.throws(
      create,
      (error: unknown) =>
        error instanceof JudgeIsArmError &&
        error instanceof InputError &&
        error.judge === 'openai/judge' &&
        error.message.includes('openai/judge'),
    );
  });

  it('refuses judge without a judge', () => {
    assert.throws(() => createEquivalence('judge', { reason: 'asked for' }), NoJudgeError);
  });

  for (const labels of [undefined, [], [' ']]) {
    it(`refuses label with the labels ${JSON.stringify(labels)}`, () => {
      assert.throws(() => createEquivalence('label', { reason: 'asked for', labels }), NoLabelsError);
    });
  }

  it('refuses a wrong pointer', () => {
    const fields = [{ pointer: 'a.b', rule: 'exact' }] as const;
    assert.throws(() => createEquivalence('json', { reason: 'asked for', fields }), JsonFieldError);
  });
});

/** Pieces from which pairs of texts come that are often nearly, and sometimes quite, the same. */
const pieces = [
  'billing',
  'Billing',
  'spam',
  'not ',
  'A',
  'a',
  'Label: ',
  'Answer: ',
  '**',
  '"',
  '.',
  ', ',
  ' ',
  '\n',
  '-',
  '−',
  '1',
  '2',
  ',000',
  '.50',
  '%',
  '$',
  'e3',
  '/',
  '×10^2',
  '{"label":"spam"}',
  '{"a":1,"b":[1,2]}',
  '{"b":[2,1],"a":1}',
  '[1,2]',
  '[2,1]',
  '```json\n',
  '\n```',
  'é',
  'e\u0301',
  '👍',
  '\uFEFF',
  '\ud800',
  '{',
  ']',
];

function randomText(random: Random): string {
  return Array.from({ length: random.integer(5) }, () => pieces[random.integer(pieces.length)]).join('');
}

describe('createEquivalence without a judge', () => {
  for (const name of ['exact', 'label', 'numeric', 'json'] as const) {
    it(`${name} is symmetric and reflexive on 4,000 seeded pairs, of which some agree and some do not`, async () => {
      const random = createRandom(20_261_122);
      const equivalence = createEquivalence(name, {
        ...options,
        tolerance: { absolute: 0.5, relative: 0.01 },
        fields: [
          { pointer: '', rule: 'exact' },
          { pointer: '/b', rule: 'set' },
          { pointer: '/label', rule: 'label', labels: options.labels },
        ],
      });
      let agreeing = 0;
      for (let pair = 0; pair < 4000; pair++) {
        const one = randomText(random);
        const other = randomText(random);
        const forth = await equivalence.equivalent(one, other, signal);
        assert.equal(await equivalence.equivalent(other, one, signal), forth, JSON.stringify([one, other]));
        assert.equal(await equivalence.equivalent(one, one, signal), true, JSON.stringify(one));
        if (forth && one !== other) agreeing++;
      }
      assert.ok(10 < agreeing && agreeing < 3000, `${agreeing} of the unequal pairs agree`);
    });
  }
});
