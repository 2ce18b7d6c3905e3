import assert from 'node:assert/strict';
import type { PriceBook } from '../../../src/core/models/price.ts';
import { repriceConfig } from '../../../src/core/routing/repriceConfig.ts';
import type { RoutingConfig } from '../../../src/core/routing/routingConfig.ts';
import { priceBookFor } from '../../support/priceBookFor.ts';
import { evidenceFor, routingConfigFor } from '../../support/routingConfigFor.ts';

const BIG = { inputUSDPer1M: 10, outputUSDPer1M: 40 };

describe('repriceConfig', () => {
  it('scales costs and savings, and leaves the promise and what profiling cost', () => {
    const config = routingConfigFor();
    const book = priceBookFor({ 'openai/big': BIG, 'openai/small': { inputUSDPer1M: 2, outputUSDPer1M: 8 } });
    const repriced = repriceConfig(config, book);
    assert.deepEqual(repriced?.evidence.cost, {
      referencePerCallUSD: 0.01,
      policyPerCallUSD: 0.002,
      profilingUSD: 2,
      savingsRatio: 5,
      savingsRatioLow: 4,
      savingsRatioHigh: 6,
    });
    assert.equal(repriced?.evidence.models[1]?.costPerCallUSD, 0.002);
    assert.deepEqual(repriced?.evidence.models[1]?.price, {
      inputUSDPer1M: 2,
      outputUSDPer1M: 8,
      source: 'genai-prices',
    });
    assert.deepEqual(repriced?.guarantee, config.guarantee);
    assert.equal(repriced?.validity.pricesOn, '2026-11-22');
  });

  const mix: RoutingConfig = routingConfigFor({
    kind: 'mix',
    stages: [
      { model: 'openai/small', parameters: {}, share: 0.5 },
      { model: 'openai/big', parameters: {}, share: 0.5 },
    ],
  });
  const undecidable: readonly (readonly [string, RoutingConfig, PriceBook])[] = [
    [
      'input and output prices change by different factors',
      routingConfigFor(),
      priceBookFor({ 'openai/big': BIG, 'openai/small': { inputUSDPer1M: 2, outputUSDPer1M: 4 } }),
    ],
    ['a price is unknown', routingConfigFor(), priceBookFor({ 'openai/big': BIG })],
    [
      'only one stage of a mix changes',
      mix,
      priceBookFor({ 'openai/big': BIG, 'openai/small': { inputUSDPer1M: 2, outputUSDPer1M: 8 } }),
    ],
    [
      'what was free costs something',
      routingConfigFor({
        evidence: {
          ...routingConfigFor().evidence,
          models: [
            evidenceFor('openai/big', { ...BIG, costPerCallUSD: 0.01 }),
            evidenceFor('openai/small', { inputUSDPer1M: 0, outputUSDPer1M: 0, costPerCallUSD: 0 }),
          ],
        },
      }),
      priceBookFor({ 'openai/big': BIG, 'openai/small': { inputUSDPer1M: 1, outputUSDPer1M: 4 } }),
    ],
    [
      'profiling is part of the savings',
      routingConfigFor({ guarantee: { ...routingConfigFor().guarantee, scope: 'batch' } }),
      priceBookFor({ 'openai/big': BIG, 'openai/small': { inputUSDPer1M: 2, outputUSDPer1M: 8 } }),
    ],
    [
      'the price was the user’s own and is not given',
      routingConfigFor({
        evidence: {
          ...routingConfigFor().evidence,
          models: [evidenceFor('openai/small', { ...BIG, costPerCallUSD: 1, source: 'override' })],
        },
      }),
      priceBookFor({ 'openai/big': BIG, 'openai/small': BIG }),
    ],
  ];
  for (const [name, config, book] of undecidable) {
    it(`leaves it to a new profile where ${name}`, () => assert.equal(repriceConfig(config, book), undefined));
  }
});
