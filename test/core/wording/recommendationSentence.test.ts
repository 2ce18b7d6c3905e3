import assert from 'node:assert/strict';
import type { Stage } from '../../../src/core/profiling/profile.ts';
import { english } from '../../../src/core/translate.ts';
import { recommendationSentence } from '../../../src/core/wording/recommendationSentence.ts';
import { profileResult } from '../profiling/profileResult.ts';

const large = { model: 'openai/large', share: 0.38 } as const;

describe('recommendationSentence, of a cascade', () => {
  const cases: readonly (readonly [string, readonly Stage[], RegExp])[] = [
    [
      'by certainty',
      [{ model: 'a/small', share: 0.62, accept: { tokenProbability: 0.999 } }, large],
      /^Ask a\/small first; keep its answer when it is at least 99\.9 % sure; the rest \(38 %\) goes to openai\/large: 7\.00 times cheaper, /,
    ],
    [
      'that passes a model over',
      [{ model: 'a/small', share: 0.62, accept: { tokenProbability: 0.9, knows: 0.3 } }, large],
      /keep its answer when it is at least 90 % sure \(it is asked only where it is at least 30 % likely to know\); the rest/,
    ],
    [
      'by label',
      [
        {
          model: 'a/small',
          share: 0.62,
          accept: { score: { atLeast: 2, bias: 0, weights: { certainty: 1, 'label:yes': 1, 'label:no': -1 } } },
        },
        large,
      ],
      /keep its answer when it is at least 73\.1 % to 95\.3 % sure, depending on the label it gives; /,
    ],
    [
      'by a second opinion',
      [
        { model: 'a/tiny', share: 0 },
        {
          model: 'a/small',
          share: 0.62,
          accept: { score: { atLeast: Math.log(24), bias: 0, weights: { certainty: 1, 'agrees:a/tiny': 1 } } },
        },
        large,
      ],
      /^Ask a\/tiny first, only to weigh the next answer by it; then ask a\/small; keep its answer when openai\/large would say the same with an estimated probability of at least 96 %; the rest/,
    ],
  ];
  for (const [name, stages, words] of cases) {
    it(name, () =>
      assert.match(
        recommendationSentence(profileResult({ recommendation: { kind: 'cascade', stages } }), english),
        words,
      ),
    );
  }
});
