import assert from 'node:assert/strict';
import type { ConfigFact } from '../../src/core/routing/configFact.ts';
import { english as t } from '../../src/core/translate.ts';
import type { PromptFacts } from '../../src/engine/analysis/analysisProtocol.ts';
import type { ConfigCheck } from '../../src/engine/checkConfigs.ts';
import { configWords, costWords } from '../../src/vscode/codeLens/lensTexts.ts';
import { commitMessage } from '../../src/vscode/config/commitMessage.ts';
import { ageWords, savingWords, staleWords } from '../../src/vscode/config/configWords.ts';
import { routingConfigFor } from '../support/routingConfigFor.ts';

const TODAY = '2026-11-22';

function withRatio(savingsRatio: number | undefined) {
  const config = routingConfigFor();
  const { savingsRatio: _, ...cost } = config.evidence.cost;
  return {
    ...config,
    evidence: { ...config.evidence, cost: { ...cost, ...(savingsRatio === undefined ? {} : { savingsRatio }) } },
  };
}

const promptChanged = { code: 'prompt-changed', file: 'sort.prompty', profiledOn: '2026-11-20' } as const;
const datasetChanged = { code: 'dataset-changed', file: 'rows.csv', profiledOn: '2026-11-20' } as const;

function checkOf(facts: readonly ConfigFact[], config = routingConfigFor()): ConfigCheck {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  return {
    file: '/w/sort.cascade.json',
    config,
    findings: facts.map((fact) => ({ ...fact, severity: 'warning', range })),
    stale: facts.some(({ code }) => code !== 'price-unknown'),
    promptFile: '/w/sort.prompty',
    datasetFile: '/w/rows.csv',
    repricedText: undefined,
  };
}

const facts: PromptFacts = { tokens: 1412, exact: true, model: 'openai/big', inputUSD: 0.0021, findings: [] };

describe('savingWords', () => {
  const cases: readonly (readonly [number | undefined, string | undefined])[] = [
    [10, '90 % cheaper'],
    [1000, '99.9 % cheaper'],
    [1.001, 'no saving'],
    [0.5, '100 % dearer'],
    [0, undefined],
    [undefined, undefined],
  ];
  for (const [ratio, words] of cases) {
    it(`ratio ${ratio}: ${words}`, () => assert.equal(savingWords(withRatio(ratio), t), words));
  }
});

describe('ageWords', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2026-11-20', 'profiled today'],
    ['2026-11-19', 'profiled today'],
    ['2026-11-21', 'profiled yesterday'],
    ['2027-11-20', 'profiled 365 days ago'],
  ];
  for (const [today, words] of cases) {
    it(`on ${today}: ${words}`, () => assert.equal(ageWords(routingConfigFor(), today, t), words));
  }
});

describe('staleWords', () => {
  it('gives the first reason that counts', () => {
    assert.equal(
      staleWords(checkOf([{ code: 'price-unknown', model: 'openai/big', gap: undefined }, datasetChanged]), t),
      'stale: dataset changed',
    );
  });
});

describe('costWords', () => {
  const cases: readonly (readonly [string, Parameters<typeof costWords>[0], string])[] = [
    ['not looked at yet', { facts: undefined, roughTokens: 300, check: undefined, today: TODAY }, '≈ 300 tokens'],
    [
      'its text alone',
      { facts, roughTokens: 0, check: undefined, today: TODAY },
      '≈ 1,412 tokens · big from $0.0021 a call',
    ],
    ['measured', { facts, roughTokens: 0, check: checkOf([]), today: TODAY }, '≈ 1,412 tokens · big $0.010 a call'],
    [
      'measured before the prompt changed',
      { facts, roughTokens: 0, check: checkOf([promptChanged]), today: TODAY },
      '≈ 1,412 tokens · big from $0.0021 a call',
    ],
    [
      'of unknown price',
      { facts: { ...facts, inputUSD: undefined }, roughTokens: 0, check: undefined, today: TODAY },
      '≈ 1,412 tokens · big: price unknown',
    ],
    [
      'without a model',
      { facts: { ...facts, model: undefined }, roughTokens: 0, check: undefined, today: TODAY },
      '≈ 1,412 tokens · no model named',
    ],
    [
      'that cannot be read',
      { facts: { ...facts, tokens: undefined }, roughTokens: 0, check: undefined, today: TODAY },
      'this prompt cannot be read: see its problems',
    ],
  ];
  for (const [name, subject, words] of cases) {
    it(`a prompt ${name}`, () => assert.equal(costWords(subject, t), words));
  }
});

describe('configWords', () => {
  it('says cost, saving and age', () => {
    const words = configWords({ facts, roughTokens: 0, check: checkOf([]), today: TODAY }, t);
    assert.equal(words, '90 % cheaper · $0.0010 a call · profiled 2 days ago');
  });
  it('says that it is stale first, instead of its age', () => {
    const words = configWords({ facts, roughTokens: 0, check: checkOf([promptChanged]), today: TODAY }, t);
    assert.equal(words, '⚠ stale: prompt changed · 90 % cheaper · $0.0010 a call');
  });
  it('calls certified only what an exact test stands behind', () => {
    const config = routingConfigFor({ guarantee: { ...routingConfigFor().guarantee, basis: 'exact test' } });
    assert.match(
      configWords({ facts, roughTokens: 0, check: checkOf([], config), today: TODAY }, t) ?? '',
      /^certified 90 % cheaper/,
    );
  });
  it('calls a kept reference nothing, whatever stands behind it', () => {
    const config = routingConfigFor({
      kind: 'reference',
      guarantee: { ...routingConfigFor().guarantee, basis: 'exact test' },
    });
    const words = configWords({ facts, roughTokens: 0, check: checkOf([], config), today: TODAY }, t);
    assert.doesNotMatch(words ?? '', /certified/);
  });
  it('is silent without a config', () => {
    assert.equal(configWords({ facts, roughTokens: 0, check: undefined, today: TODAY }, t), undefined);
  });
});

describe('commitMessage', () => {
  it('names models, savings and guarantee', () => {
    assert.equal(
      commitMessage(routingConfigFor(), '/w/sort.cascade.json'),
      `Route sort.prompty to small: 10.0 times cheaper

openai/small: $0.0010 a call instead of $0.010 with openai/big
(95 % interval of the savings: 8.00 to 12.0 times).
At most 5 % of answers differ from those of openai/big, with 95 % confidence
(smart-mix, stream; 3 deviations in 200 items; profiled on 2026-11-20).
`,
    );
  });
  it('says of a cascade when an answer is kept', () => {
    const config = routingConfigFor({
      kind: 'cascade',
      stages: [
        { model: 'openai/small', parameters: {}, share: 0.7, accept: { tokenProbability: 0.92 } },
        { model: 'openai/big', parameters: {}, share: 0.3 },
      ],
    });
    assert.match(
      commitMessage(config, '/w/sort.cascade.json'),
      /^Route sort\.prompty to small and big: 10\.0 times cheaper\n\nAsk openai\/small first; keep its answer when it is at least 92 % sure; the rest \(30 %\) goes to openai\/big\nThat is \$0\.0010 a call instead of/,
    );
  });
  it('says when nothing cheaper came close', () => {
    const config = routingConfigFor({
      kind: 'reference',
      stages: [{ model: 'openai/big', parameters: {}, share: 1 }],
    });
    assert.match(
      commitMessage(config, '/w/sort.cascade.json'),
      /^Keep openai\/big for sort\.prompty\n\nNothing cheaper than openai\/big/,
    );
  });
});
