import assert from 'node:assert/strict';
import { showProfile } from '../../src/cli/showProfile.ts';
import type { ModelReport, ModelStatus, ProfileResult } from '../../src/core/profiling/profile.ts';
import { english } from '../../src/core/translate.ts';
import { recommendationSentence } from '../../src/core/wording/recommendationSentence.ts';
import { profileRequest, profileResult, referenceReport, smallReport } from '../core/profiling/profileResult.ts';

const quiet = { notionalPrices: false, configFile: undefined };

function linesOf(changes: Partial<ProfileResult> = {}, shown: Parameters<typeof showProfile>[1] = quiet): string[] {
  const text = showProfile(profileResult(changes), shown);
  assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'), 'must end in one newline');
  return text.split('\n').slice(0, -1);
}

const batch = { ...profileRequest, scope: 'batch' } as const;
const keep: Partial<ProfileResult> = {
  recommendation: { kind: 'reference', stages: [{ model: 'openai/large', share: 1 }] },
  policyPerCallUSD: 0.0021,
  savings: { ratio: 1, interval: { lower: 1, upper: 1 } },
};
const mix: Partial<ProfileResult> = {
  recommendation: {
    kind: 'mix',
    stages: [
      { model: 'openai/small', share: 0.625 },
      { model: 'openai/large', share: 0.375 },
    ],
  },
  policyPerCallUSD: 0.625 * 0.0003 + 0.375 * 0.0021,
  savings: { ratio: 2.153846, interval: { lower: 2.1, upper: 2.2 } },
};

describe('showProfile', () => {
  it('shows table, recommendation, savings, promise and config, in this order', () => {
    assert.deepEqual(linesOf({}, { notionalPrices: true, configFile: 'p/triage.cascade.json' }), [
      'Model         Agrees  95 % interval     Items  Cost a call  Verdict',
      'openai/large                              300      $0.0021  reference',
      'openai/small    96 %  93.1 % to 97.9 %    300     $0.00030  good enough alone',
      '',
      "Use openai/small instead of openai/large: 7.00 times cheaper, and at most 10 % of answers differ from openai/large's.",
      '100,000 calls: $210.00 now, $30.00 this way; 7.00 times cheaper (6.50 to 7.50).',
      'Profiling 300 items took $0.72 worth of calls.',
      'Prices of the sample models are notional: nobody is charged for them.',
      '',
      'Promise (smart-mix, stream): deviation at most 6.9 %, wanted 10 %, with 95 % confidence.',
      "It is the SMART paper's promise: fixed-sample intervals looked at every ten items, so it fails more often than the stated 5 %.",
      'Outputs are compared by label (asked for). Profiling stopped: the cheapest model left is settled.',
      '',
      'Routing config: p/triage.cascade.json',
    ]);
  });

  it('says nothing of a config that is not written, nor of notional prices where there are none', () => {
    const text = linesOf().join('\n');
    assert.doesNotMatch(text, /Routing config|notional/);
    assert.equal(
      linesOf().at(-1),
      'Outputs are compared by label (asked for). Profiling stopped: the cheapest model left is settled.',
    );
  });

  it('gives the same text for the same result', () => {
    assert.deepEqual(linesOf(mix), linesOf(mix));
  });

  it('passes every warning on', () => {
    const lines = linesOf({
      warnings: [
        { code: 'missing-answers', model: 'a', missing: 3, asked: 9, lastFailure: 'it took too long' },
        { code: 'contradicts-itself', reference: 'b', deviations: 4, items: 20, delta: 0.1 },
      ],
    });
    assert.deepEqual(lines.slice(-2), [
      'Warning: a: 3 of 9 answers are missing (failed calls, the last: it took too long); the promise speaks only of inputs that get an answer.',
      'Warning: b contradicts itself: asked twice, it answered 4 of 20 items differently (20 %). ' +
        'A deviation of at most 10 % can hardly be met, whatever answers: allow more, or lower its temperature.',
    ]);
  });

  const stops: readonly (readonly [ProfileResult['stopped'], string])[] = [
    ['decided', 'the cheapest model left is settled'],
    ['not worth it', 'more of it would cost more than it could save'],
    ['out of items', 'all items were used'],
    ['spending cap', 'the spending cap was reached, so this rests on fewer items than planned'],
  ];
  for (const [stopped, why] of stops) {
    it(`says why profiling stopped: ${stopped}`, () => {
      const equivalence = { name: 'exact', reason: { because: 'nothing else fits' } } as const;
      assert.equal(
        linesOf({ stopped, equivalence }).at(-1),
        `Outputs are compared by exact (outputs are compared letter for letter; free text usually needs a judge). Profiling stopped: ${why}.`,
      );
    });
  }

  it('states the promise with the numbers of the guarantee', () => {
    const request = { ...profileRequest, method: 'smart', delta: 0.0005, confidence: 0.999, scope: 'batch' } as const;
    const guarantee = { ...profileResult().guarantee, deviationUpperBound: 0.00049 };
    assert.deepEqual(linesOf({ request, guarantee }).slice(-3, -1), [
      'Promise (smart, batch): deviation at most 0.05 %, wanted 0.05 %, with 99.9 % confidence.',
      "It is the SMART paper's promise: fixed-sample intervals looked at every ten items, so it fails more often than the stated 0.1 %.",
    ]);
  });
});

const certified: Partial<ProfileResult> = {
  request: { ...profileRequest, method: 'certified' },
  recommendation: {
    kind: 'cascade',
    stages: [
      { model: 'openai/small', share: 0.62, accept: { tokenProbability: 0.999 } },
      { model: 'openai/large', share: 0.38 },
    ],
  },
  guarantee: {
    ...profileResult().guarantee,
    method: 'certified',
    basis: 'exact test',
    items: 250,
    certificate: {
      test: 'binomial',
      alpha: 0.05,
      looks: [{ items: 250, mostDeviations: 15, alphaShare: 1 }],
      look: 0,
      warmUpItems: 50,
      waysWeighed: 4,
      paths: ['openai/small(certainty)'],
    },
  },
};

describe('showProfile, of a certified cascade', () => {
  it('says when an answer is kept, and what was tested', () => {
    const lines = linesOf(certified);
    assert.ok(
      lines.includes(
        "Ask openai/small first; keep its answer when it is at least 99.9 % sure; the rest (38 %) goes to openai/large: 7.00 times cheaper, and at most 10 % of answers differ from openai/large's.",
      ),
      lines.join('\n'),
    );
    assert.ok(
      lines.includes(
        'It was tested on 250 items that nothing was chosen on (50 others were for choosing): 12 answers differed and at most 15 were allowed for 10 % with 95 % confidence (exact binomial test).',
      ),
      lines.join('\n'),
    );
    assert.doesNotMatch(lines.join('\n'), /SMART/);
  });

  it('has a line for each model that tells enough of its own certainty', () => {
    const calibration = { areaUnderROC: 0.8371, expectedCalibrationError: 0.041, bins: [] };
    const lines = linesOf({
      ...certified,
      calibration: [
        { ...calibration, model: 'openai/small', items: 300 },
        { ...calibration, model: 'openai/odd', items: 29 },
      ],
    });
    assert.deepEqual(
      lines
        .filter((text) => text.includes('AUROC'))
        .map((text) => text.trim())
        .slice(1),
      ['openai/small: AUROC 0.84, calibration error 4.1 %, 300 items'],
    );
  });

  it("has a line for what each of SMART's methods recommends, and how often the reference differs from itself", () => {
    const lines = linesOf({
      ...certified,
      referenceSelfDeviation: { items: 20, deviations: 1 },
      comparison: [
        {
          method: 'smart-all',
          recommendation: keep.recommendation!,
          savingsRatio: 1,
          policyPerCallUSD: 0.0021,
          deviationUpperBound: 0,
          items: 250,
        },
        {
          method: 'smart-mix',
          recommendation: mix.recommendation!,
          savingsRatio: 2.153846,
          policyPerCallUSD: 0.000975,
          deviationUpperBound: 0.1,
          items: 210,
        },
      ],
    });
    assert.ok(lines.includes('Asked twice about 20 items, openai/large differed from itself on 1 (5 %).'));
    assert.deepEqual(
      lines.filter((text) => text.startsWith('  smart')),
      [
        '  smart-all: keeps openai/large, 250 items',
        '  smart-mix: 62.5 % openai/small + 37.5 % openai/large, $0.00097 a call, 2.15 times cheaper, deviation at most 10 %, 210 items',
      ],
    );
  });
});

describe('showProfile, its table', () => {
  const unpriced: ModelReport = {
    ...smallReport,
    id: 'openai/odd',
    items: 0,
    deviations: 0,
    deviationInterval: { lower: 0, upper: 1 },
    costPerCallUSD: undefined,
    status: 'unpriced',
  };

  it('never shows a cost that is not known as $0', () => {
    const lines = linesOf({ models: [referenceReport, unpriced] });
    assert.equal(lines[2], 'openai/odd                               0      unknown  price unknown, not asked');
    assert.doesNotMatch(lines.join('\n'), /\$0(?!\.)/);
  });

  it('shows a cost of nothing that is known', () => {
    const lines = linesOf({ models: [referenceReport, { ...smallReport, costPerCallUSD: 0 }] });
    assert.equal(lines[2], 'openai/small    96 %  93.1 % to 97.9 %    300           $0  good enough alone');
  });

  it('claims no agreement of a model that was never compared', () => {
    const silent: ModelReport = { ...unpriced, id: 'openai/mute', status: 'failing', missing: 20 };
    assert.equal(
      linesOf({ models: [referenceReport, silent] })[2],
      'openai/mute                              0      unknown  all calls failed',
    );
  });

  it('has a column of right answers where some are known', () => {
    const models = [{ ...referenceReport, accuracy: 0.931 }, { ...smallReport, accuracy: 0 }, unpriced];
    assert.deepEqual(linesOf({ models }).slice(0, 4), [
      'Model         Agrees  95 % interval     Items   Right  Cost a call  Verdict',
      'openai/large                              300  93.1 %      $0.0021  reference',
      'openai/small    96 %  93.1 % to 97.9 %    300     0 %     $0.00030  good enough alone',
      'openai/odd                                  0              unknown  price unknown, not asked',
    ]);
  });

  const verdicts: readonly (readonly [ModelStatus, string])[] = [
    ['reference', 'reference'],
    ['open', 'not decided'],
    ['satisfies', 'good enough alone'],
    ['too far off', 'alone too far off'],
    ['dearer', 'not cheaper'],
    ['unpriced', 'price unknown, not asked'],
    ['failing', 'all calls failed'],
  ];
  for (const [status, verdict] of verdicts) {
    it(`says of a model that is ${status}: ${verdict}`, () => {
      const [, line = ''] = linesOf({ models: [{ ...smallReport, status }] });
      assert.ok(line.endsWith(`$0.00030  ${verdict}`), line);
    });
  }

  it('keeps long model names whole and in line', () => {
    const id = `compatible:my-own-box/some-lab/${'a'.repeat(60)}-instruct:q4_K_M`;
    const [head = '', reference = '', small = ''] = linesOf({ models: [referenceReport, { ...smallReport, id }] });
    assert.ok(small.startsWith(`${id}    96 %  93.1 % to 97.9 %    300     $0.00030  good enough alone`), small);
    assert.equal(head.indexOf('Verdict'), small.indexOf('good enough'));
    assert.equal(reference.indexOf('reference'), small.indexOf('good enough'));
  });

  it('names the confidence of the intervals and counts items in thousands', () => {
    const models = [{ ...smallReport, items: 12_345, deviations: 1, deviationInterval: { lower: 0, upper: 0.0006 } }];
    const request = { ...profileRequest, confidence: 0.999 };
    assert.deepEqual(linesOf({ models, request }).slice(0, 2), [
      'Model           Agrees  99.9 % interval    Items  Cost a call  Verdict',
      'openai/small  99.992 %  99.94 % to 100 %  12,345     $0.00030  good enough alone',
    ]);
  });
});

describe('showProfile, its savings', () => {
  const lineOf = (changes: Partial<ProfileResult>) => linesOf(changes).find((line) => line.includes(' now, '));
  const interval = { lower: 1.5, upper: 2.5 };
  // Of 2,000 rows 300 are profiled for $0.72; 1,700 are left.
  const cases: readonly (readonly [name: string, changes: Partial<ProfileResult>, expected: string])[] = [
    ['a single model', {}, '100,000 calls: $210.00 now, $30.00 this way; 7.00 times cheaper (6.50 to 7.50).'],
    ['a mix', mix, '100,000 calls: $210.00 now, $97.50 this way; 2.15 times cheaper (2.10 to 2.20).'],
    ['the reference', keep, '100,000 calls: $210.00 now, $210.00 this way; no saving.'],
    [
      'an interval whose ends look alike at two digits',
      { savings: { ratio: 7, interval: { lower: 6.9991, upper: 7.0009 } } },
      '100,000 calls: $210.00 now, $30.00 this way; 7.00 times cheaper (6.9991 to 7.0009).',
    ],
    [
      'no interval',
      { savings: { ratio: 7, interval: undefined } },
      '100,000 calls: $210.00 now, $30.00 this way; 7.00 times cheaper.',
    ],
    [
      'one call',
      { request: { ...profileRequest, volume: 1 } },
      '1 call: $0.0021 now, $0.00030 this way; 7.00 times cheaper (6.50 to 7.50).',
    ],
    [
      'a policy that costs nothing',
      { policyPerCallUSD: 0, savings: { ratio: Number.POSITIVE_INFINITY, interval: undefined } },
      '100,000 calls: $210.00 now, $0 this way; at no cost.',
    ],
    [
      'a reference that costs nothing',
      { ...keep, referencePerCallUSD: 0, policyPerCallUSD: 0, savings: { ratio: 1, interval: undefined } },
      '100,000 calls: $0 now, $0 this way; no saving.',
    ],
    [
      'a batch, profiling counted',
      { request: batch, savings: { ratio: 4.2 / 1.23, interval: { lower: 3.3, upper: 3.5 } } },
      'All 2,000 rows: $4.20 now, $1.23 this way, profiling included; 3.41 times cheaper (3.30 to 3.50).',
    ],
    [
      'a batch that profiling made dearer',
      { ...keep, request: batch, savings: { ratio: 4.2 / 4.29, interval: { lower: 0.9, upper: 1.25 } } },
      'All 2,000 rows: $4.20 now, $4.29 this way, profiling included; 1.02 times dearer (0.80 to 1.11).',
    ],
    [
      'a batch of one row',
      { request: { ...batch, rows: 1 }, profilingUSD: 0.0024, savings: { ratio: 0.875, interval: undefined } },
      'All 1 row: $0.0021 now, $0.0024 this way, profiling included; 1.14 times dearer.',
    ],
    [
      'a batch whose reference costs nothing',
      { request: batch, referencePerCallUSD: 0, policyPerCallUSD: 0, savings: { ratio: 0, interval: undefined } },
      'All 2,000 rows: $0 now, $0.72 this way, profiling included.',
    ],
    [
      'an interval on both sides of 1',
      { savings: { ratio: 1.9, interval } },
      '100,000 calls: $210.00 now, $30.00 this way; 1.90 times cheaper (1.50 to 2.50).',
    ],
  ];
  for (const [name, changes, expected] of cases) {
    it(`are right for ${name}`, () => assert.equal(lineOf(changes), expected));
  }

  it('say what profiling took', () => {
    assert.ok(linesOf({ items: 1, profilingUSD: 0 }).includes('Profiling 1 item took $0 worth of calls.'));
    assert.ok(
      linesOf({ items: 5000, profilingUSD: 1.005 }).includes('Profiling 5,000 items took $1.00 worth of calls.'),
    );
  });
});

describe('recommendationSentence', () => {
  const sentences: readonly (readonly [name: string, changes: Partial<ProfileResult>, expected: string])[] = [
    ['the reference', keep, 'Keep openai/large: no cheaper way was shown to differ on at most 10 % of answers.'],
    [
      'a single model',
      {},
      "Use openai/small instead of openai/large: 7.00 times cheaper, and at most 10 % of answers differ from openai/large's.",
    ],
    [
      'a mix',
      mix,
      'Send 62.5 % of the inputs, chosen at random, to openai/small and the rest to openai/large: 2.15 times cheaper, ' +
        "and at most 10 % of answers differ from openai/large's.",
    ],
    [
      'a model that costs nothing',
      { savings: { ratio: Number.POSITIVE_INFINITY, interval: undefined } },
      "Use openai/small instead of openai/large: at no cost, and at most 10 % of answers differ from openai/large's.",
    ],
    [
      'a strict delta',
      { request: { ...profileRequest, delta: 0.0004 } },
      "Use openai/small instead of openai/large: 7.00 times cheaper, and at most 0.04 % of answers differ from openai/large's.",
    ],
    [
      'a mix that is nearly one model',
      {
        ...mix,
        recommendation: {
          kind: 'mix',
          stages: mix.recommendation!.stages.map((stage, at) => ({ ...stage, share: at === 0 ? 0.9998 : 0.0002 })),
        },
      },
      'Send 99.98 % of the inputs, chosen at random, to openai/small and the rest to openai/large: 2.15 times cheaper, ' +
        "and at most 10 % of answers differ from openai/large's.",
    ],
  ];
  for (const [name, changes, expected] of sentences) {
    it(`recommends ${name}`, () => assert.equal(recommendationSentence(profileResult(changes), english), expected));
  }
});
