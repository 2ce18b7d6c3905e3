import assert from 'node:assert/strict';
import type { RoutingConfig } from '../../../src/core/routing/routingConfig.ts';
import { routingConfigText } from '../../../src/core/routing/routingConfigText.ts';
import { english } from '../../../src/core/translate.ts';
import { configFieldWords } from '../../../src/core/wording/configFieldWords.ts';
import { placeInConfig } from '../../../src/engine/analysis/placeInConfig.ts';
import { certifiedConfig } from '../../support/certifiedConfig.ts';

/** What is said of the first place where this stands. */
function saidOf(config: RoutingConfig, place: string): string | undefined {
  const text = routingConfigText(config);
  const offset = text.indexOf(place);
  assert.ok(offset >= 0, `${place} is not in the config`);
  const found = placeInConfig({ file: 'c.cascade.json', text, offset: offset + 1 });
  return found && configFieldWords(found.config, found.path, english);
}

describe('configFieldWords, of a certified cascade', () => {
  it('says when a stage keeps its answer, with the limit of each label', () => {
    assert.equal(
      saidOf(certifiedConfig, '"atLeast"'),
      'The answer of openai/small is kept when it is at least 88.1 % to 95.3 % sure, depending on the label it gives (spam 95.3 %, ham 88.1 %); ' +
        'that is so for 70 % of the inputs. Other inputs go on to the next stage.',
    );
  });

  it('says what was tested', () => {
    assert.match(
      saidOf(certifiedConfig, '"warmUpItems"') ?? '',
      /^It was tested on 200 items .*\(60 others were for choosing\): 3 answers differed and at most 4 were allowed for 5 % with 95 % confidence \(exact binomial test\)\.$/,
    );
    assert.match(saidOf(certifiedConfig, '"basis"') ?? '', /exact test that holds as stated.*downtier verify/);
  });

  it('says in which order models are asked', () => {
    assert.match(
      saidOf(certifiedConfig, '"kind"') ?? '',
      /^Ask openai\/small first; .* the rest \(30 %\) goes to openai\/big\.$/,
    );
  });

  it('says how often the reference contradicts itself', () => {
    assert.match(
      saidOf(certifiedConfig, '"referenceSelfDeviation"') ?? '',
      /^Asked twice about 20 items, openai\/big differed from itself on 1\./,
    );
  });
});

describe('configFieldWords, of a student', () => {
  const { evidence } = certifiedConfig;
  const equivalence = { ...evidence.equivalence, name: 'label', labels: ['spam', 'ham'] };
  const student = { file: 'c.student.json', delta: 0.02, confidence: 0.95 };
  const config = { ...certifiedConfig, evidence: { ...evidence, equivalence }, student };

  it('says what it may do, and what is promised with it', () => {
    assert.equal(
      saidOf(config, '"student"'),
      'At most 2 % of the inputs are answered unlike the stages would, with 95 % confidence at all times. ' +
        'With the promise of the stages: at most 7 % of answers differ from those of openai/big, with 90 % confidence.',
    );
  });

  it('says of the stages’ promise that it is theirs alone', () => {
    assert.match(saidOf(config, '"delta"') ?? '', /at "student"\.$/);
    assert.doesNotMatch(saidOf(certifiedConfig, '"delta"') ?? '', /student/);
  });
});
