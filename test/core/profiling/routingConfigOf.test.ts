import assert from 'node:assert/strict';
import type { Price } from '../../../src/core/models/price.ts';
import type { ProfileResult } from '../../../src/core/profiling/profile.ts';
import { type ConfigFacts, routingConfigOf } from '../../../src/core/profiling/routingConfigOf.ts';
import { readRoutingConfig } from '../../../src/core/routing/readRoutingConfig.ts';
import { ROUTING_CONFIG_SCHEMA, type RoutingConfig } from '../../../src/core/routing/routingConfig.ts';
import { routingConfigText } from '../../../src/core/routing/routingConfigText.ts';
import { flatPrice } from '../../support/fakeModel.ts';
import { profileRequest, profileResult, referenceReport, smallReport } from './profileResult.ts';

const price: Price = { ...flatPrice, source: 'genai-prices', inputUSDPer1M: 0.15, outputUSDPer1M: 0.6 };
const facts: ConfigFacts = {
  prompt: { file: 'triage.prompty', sha256: 'a'.repeat(64) },
  dataset: { file: '../data/tickets.csv', sha256: 'b'.repeat(64), rows: 2000 },
  parameters: { temperature: 0, stop: ['\n'] },
  profileItems: 5000,
  profiledOn: '2026-11-22',
  pricesOn: '2026-11-21',
  priceOf: () => undefined,
};
const configOf = (changes: Partial<ProfileResult> = {}, changedFacts: Partial<ConfigFacts> = {}): RoutingConfig =>
  routingConfigOf(profileResult(changes), { ...facts, ...changedFacts });

/** What a reader makes of it: fails on anything that JSON or the format does not hold. */
const reread = (config: RoutingConfig): RoutingConfig => readRoutingConfig('config', routingConfigText(config));

describe('routingConfigOf', () => {
  const compared: readonly (readonly [ProfileResult['equivalence'], object])[] = [
    [
      { name: 'json', reason: 'asked for', fields: [{ pointer: '/a', rule: 'label' }] },
      { fields: [{ pointer: '/a', rule: 'label' }] },
    ],
    [{ name: 'numeric', reason: 'asked for', tolerance: { relative: 0.01 } }, { tolerance: { relative: 0.01 } }],
    [{ name: 'judge', reason: 'asked for' }, { judge: 'a/j' }],
    [{ name: 'label', reason: 'asked for', labels: ['x', 'y'] }, { labels: ['x', 'y'] }],
    [{ name: 'exact', reason: 'asked for' }, {}],
  ];
  for (const [equivalence, options] of compared) {
    it(`says of ${equivalence.name} what that rule takes, and no more`, () => {
      const { evidence } = reread(configOf({ equivalence }, { judge: 'a/j' }));
      assert.deepEqual(evidence.equivalence, { name: equivalence.name, reason: 'asked for', ...options });
    });
  }

  it('says how often the reference contradicted itself, where that is known', () => {
    const referenceSelfDeviation = { items: 20, deviations: 3 };
    assert.deepEqual(
      reread(configOf({ referenceSelfDeviation })).evidence.referenceSelfDeviation,
      referenceSelfDeviation,
    );
    assert.equal('referenceSelfDeviation' in configOf().evidence, false);
  });

  it('says everything that a reader needs', () => {
    assert.deepEqual(configOf(), {
      $schema: ROUTING_CONFIG_SCHEMA,
      version: 1,
      prompt: { file: 'triage.prompty', sha256: 'a'.repeat(64) },
      dataset: { file: '../data/tickets.csv', sha256: 'b'.repeat(64), rows: 2000 },
      reference: 'openai/large',
      guarantee: {
        delta: 0.1,
        confidence: 0.95,
        deviationUpperBound: 0.0688,
        deviations: 12,
        items: 300,
        scope: 'stream',
        method: 'smart-mix',
        basis: 'paper',
      },
      kind: 'single',
      stages: [{ model: 'openai/small', parameters: { temperature: 0, stop: ['\n'] }, share: 1 }],
      seed: 1,
      evidence: {
        profiledOn: '2026-11-22',
        items: 300,
        profileItems: 5000,
        equivalence: { name: 'label', reason: 'asked for' },
        models: [
          { id: 'openai/large', items: 300, deviations: 0, missing: 0, costPerCallUSD: 0.0021, status: 'reference' },
          { id: 'openai/small', items: 300, deviations: 12, missing: 0, costPerCallUSD: 0.0003, status: 'satisfies' },
        ],
        cost: {
          referencePerCallUSD: 0.0021,
          policyPerCallUSD: 0.0003,
          profilingUSD: 0.72,
          savingsRatio: 7,
          savingsRatioLow: 6.5,
          savingsRatioHigh: 7.5,
        },
      },
      validity: { pricesOn: '2026-11-21' },
    });
  });

  it('names no prompt for a recording', () => {
    assert.equal('prompt' in configOf({}, { prompt: undefined }), false);
  });

  it('gives each stage of a mix its share and the parameters', () => {
    const stages = [
      { model: 'openai/small', share: 2 / 3 },
      { model: 'openai/large', share: 1 / 3 },
    ];
    const config = configOf({ recommendation: { kind: 'mix', stages } });
    assert.equal(config.kind, 'mix');
    const { parameters } = facts;
    assert.deepEqual(config.stages, [
      { model: 'openai/small', parameters, share: 0.666666667 },
      { model: 'openai/large', parameters, share: 0.333333333 },
    ]);
  });

  it('says the price of a model where it is known', () => {
    const { models } = configOf({}, { priceOf: (id) => (id === 'openai/small' ? price : undefined) }).evidence;
    assert.equal('price' in models[0]!, false);
    assert.deepEqual(models[1]!.price, { inputUSDPer1M: 0.15, outputUSDPer1M: 0.6, source: 'genai-prices' });
  });

  it('leaves out what is not known instead of writing 0 or null', () => {
    const unpriced = { ...smallReport, id: 'openai/odd', costPerCallUSD: undefined, status: 'unpriced' } as const;
    const config = configOf({ models: [referenceReport, unpriced], savings: { ratio: 1, interval: undefined } });
    assert.deepEqual(Object.keys(config.evidence.models[1]!), ['id', 'items', 'deviations', 'missing', 'status']);
    assert.deepEqual(Object.keys(config.evidence.cost), [
      'referencePerCallUSD',
      'policyPerCallUSD',
      'profilingUSD',
      'savingsRatio',
    ]);
    assert.doesNotMatch(routingConfigText(config), /null/);
  });

  it('keeps an accuracy and a cost of zero, which are known', () => {
    const free = { ...smallReport, costPerCallUSD: 0, accuracy: 0 };
    const [model] = configOf({ models: [free] }).evidence.models;
    assert.deepEqual([model!.costPerCallUSD, model!.accuracy], [0, 0]);
  });

  const free: readonly (readonly [name: string, savings: ProfileResult['savings'], kept: string[]])[] = [
    ['a policy that costs nothing', { ratio: Number.POSITIVE_INFINITY, interval: undefined }, []],
    ['a policy and a reference that cost nothing', { ratio: 1, interval: undefined }, ['savingsRatio']],
    ['a reference that costs nothing, after paid profiling', { ratio: 0, interval: undefined }, ['savingsRatio']],
  ];
  for (const [name, savings, kept] of free) {
    it(`stays readable for ${name}`, () => {
      const { cost } = reread(configOf({ savings })).evidence;
      assert.deepEqual(
        Object.keys(cost).filter((key) => key.startsWith('savings')),
        kept,
      );
    });
  }

  it('rounds to nine digits, so that the last bits of a sum make no noise', () => {
    const noisy = { referencePerCallUSD: 0.1 + 0.2, policyPerCallUSD: 1 / 3e6, profilingUSD: 123456.7890123 };
    const { cost } = configOf(noisy).evidence;
    assert.deepEqual(
      [cost.referencePerCallUSD, cost.policyPerCallUSD, cost.profilingUSD],
      [0.3, 3.33333333e-7, 123456.789],
    );
  });

  it('is the same for the same result, and shares nothing with it', () => {
    assert.equal(routingConfigText(configOf()), routingConfigText(configOf()));
    const config = configOf();
    assert.notEqual(config.stages[0]!.parameters, facts.parameters);
  });

  const results: readonly (readonly [
    name: string,
    result: Partial<ProfileResult>,
    changedFacts: Partial<ConfigFacts>,
  ])[] = [
    ['a single model', {}, {}],
    ['prices', {}, { priceOf: () => price }],
    ['a recording', {}, { prompt: undefined, parameters: {} }],
    [
      'batch scope',
      { request: { ...profileRequest, scope: 'batch' }, guarantee: { ...profileResult().guarantee, scope: 'batch' } },
      {},
    ],
    [
      'the reference alone',
      {
        recommendation: { kind: 'reference', stages: [{ model: 'openai/large', share: 1 }] },
        models: [referenceReport],
      },
      {},
    ],
  ];
  for (const [name, result, changedFacts] of results) {
    it(`is written with the keys in the order of the format: ${name}`, () => {
      const config = configOf(result, changedFacts);
      assert.deepEqual(reread(config), config);
      assert.equal(routingConfigText(reread(config)), routingConfigText(config));
    });
  }

  it('says when the first of its models is gone', () => {
    const stages = ['openai/gpt-4o-mini', 'openai/gpt-5', 'openai/gpt-5.1'].map((model) => ({ model, share: 1 / 3 }));
    const config = configOf({ recommendation: { kind: 'mix', stages } });
    assert.deepEqual(config.validity, { pricesOn: '2026-11-21', modelRetires: '2026-12-11' });
    assert.equal('modelRetires' in configOf().validity, false);
  });

  it('holds the classifiers of P(IK) that its stages are decided by, and how good all were', () => {
    const classifier = { bits: 1, bias: 0.25, scale: 0.001, weights: 'AAAA' };
    const knows = [
      { model: 'openai/small', items: 200, areaUnderROC: 0.6, classifier },
      { model: 'openai/tiny', items: 0, areaUnderROC: undefined, classifier },
    ];
    const score = { atLeast: 1, bias: 0, weights: { certainty: 1, knows: 0.5 } };
    for (const accept of [{ score }, { tokenProbability: 0.9, knows: 0.2 }]) {
      const stages = [
        { model: 'openai/small', share: 0.5, accept },
        { model: 'openai/large', share: 0.5 },
      ];
      const config = reread(configOf({ recommendation: { kind: 'cascade', stages }, knows }));
      assert.deepEqual(config.knows, { 'openai/small': classifier });
      assert.deepEqual(config.evidence.knows, [
        { model: 'openai/small', items: 200, areaUnderROC: 0.6 },
        { model: 'openai/tiny', items: 0 },
      ]);
    }
    assert.equal(configOf({ knows }).knows, undefined);
  });
});
