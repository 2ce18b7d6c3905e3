import assert from 'node:assert/strict';
import { certificate } from '../../src/webview/certificate.ts';
import { cascadeResult, mixResult, referenceResult, singleResult } from './panelStates.ts';
import { plain } from './plain.ts';

describe('certificate', () => {
  it('certificate of one model says what was seen and whose promise it is', () => {
    assert.deepEqual(certificate(singleResult).map(plain), [
      '95 % sure. Checked on 912 of your rows: 21 answers differed (2.3 %); the true share is at most 3.4 %.',
      'The promise is the SMART paper’s: it looks at intervals meant for one look every ten rows, so it fails more often than the stated 5 %.',
      'Outputs were compared by label (the 1842 gold answers are 3 labels: billing, login, other). Profiling stopped because the cheapest model left is settled.',
    ]);
  });

  it('certificate of a mix speaks of all answers', () => {
    assert.match(
      plain(certificate(mixResult)[0] ?? ''),
      /21 of 912 answers of the mixed models .* at most 2.4 % of all answers/,
    );
  });

  it('certificate by an exact test says what was tested, and how often the reference contradicts itself', () => {
    assert.deepEqual(certificate(cascadeResult).map(plain), [
      '95 % sure. Checked on 762 of your rows: 21 answers differed (2.8 %); the true share is at most 4.4 %.',
      'An exact test on rows that nothing was chosen on (150 others were for choosing): at most 27 differing answers were allowed for 5 % at 95 % confidence. It holds as stated.',
      'Outputs were compared by label (the 1842 gold answers are 3 labels: billing, login, other). Profiling stopped because more of it would cost more than it could save.',
      'Asked twice about 20 rows, openai/gpt-x differed from itself on 1 (5 %); nothing can be expected to differ less.',
    ]);
  });

  it('certificate of a share by an exact test speaks of how many calls may go', () => {
    const result = { ...cascadeResult, recommendation: mixResult.recommendation };
    assert.match(plain(certificate(result)[1] ?? ''), /bounds how many calls may go to the cheaper model for 5 %/);
  });

  it('certificate of a kept reference promises nothing', () => {
    const lines = certificate(referenceResult);
    assert.equal(lines[0], 'Nothing changes, so no answer differs. Profiled on 912 of your rows.');
    assert.equal(
      lines.some((text) => text.includes('promise')),
      false,
    );
  });
});
