import assert from 'node:assert/strict';
import { type ModelPrice, waitForUpdate } from '@pydantic/genai-prices';
import type { Price, PriceLookup } from '../../../src/core/models/price.ts';
import { priceGapWords } from '../../../src/core/models/priceGap.ts';
import type { PriceOverrides } from '../../../src/core/models/priceOverrides.ts';
import { loadPriceBook } from '../../../src/core/models/prices.ts';
import type { TokenUsage } from '../../../src/core/models/usage.ts';
import { createRandom } from '../../../src/core/random.ts';
import { english } from '../../../src/core/translate.ts';

const pricesOn = '2026-11-22';

function usage(given: Partial<TokenUsage>): TokenUsage {
  return {
    inputTokens: 0,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    batch: false,
    ...given,
  };
}

async function lookup(id: string, overrides?: PriceOverrides): Promise<PriceLookup> {
  return (await loadPriceBook({ pricesOn, ...(overrides ? { overrides } : {}) })).lookup(id);
}

async function priceOf(id: string, overrides?: PriceOverrides): Promise<Price> {
  const found = await lookup(id, overrides);
  assert.ok(found.known, `${id} has no price`);
  return found.price;
}

function assertUSD(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-12 * Math.max(1, expected), `${actual} is not ${expected}`);
}

describe('PriceBook.lookup', () => {
  const matches: readonly (readonly [id: string, matchedModel: string, exactMatch: boolean])[] = [
    ['openai/gpt-4o-mini', 'gpt-4o-mini', true],
    ['openai/gpt-4o-mini-2024-07-18', 'gpt-4o-mini', true],
    ['openai:GPT-4o-mini', 'gpt-4o-mini', true],
    ['openai/gpt-5.6-luna-2026-06-01', 'gpt-5.6-luna', true],
    ['openai/ft:gpt-4o-2024-08-06:org::id', 'ft:gpt-4o', false],
    ['openai/gpt-5-nano-experimental', 'gpt-5-nano', false],
    ['anthropic/claude-haiku-4-5', 'claude-haiku-4-5', true],
    ['anthropic/claude-haiku-4-5-20251001', 'claude-haiku-4-5', true],
    ['anthropic/claude-sonnet-4-20250514', 'claude-sonnet-4-0', true],
    ['anthropic/claude-3-5-haiku-20241022', 'claude-3-5-haiku-latest', true],
    ['anthropic/claude-sonnet-5-turbo', 'claude-sonnet-5', false],
    ['compatible:openrouter/01-ai/yi-large', '01-ai/yi-large', true],
  ];
  for (const [id, matchedModel, exactMatch] of matches) {
    it(`prices ${id} as ${matchedModel}, ${exactMatch ? 'the same model' : 'with a warning'}`, async () => {
      const found = await lookup(id);
      assert.ok(found.known);
      assert.equal(found.price.matchedModel, matchedModel);
      assert.equal(found.price.exactMatch, exactMatch);
      assert.equal(found.price.source, 'genai-prices');
      assert.equal(found.price.pricesOn, pricesOn);
      if (exactMatch) assert.equal(found.warning, undefined);
      else assert.match(found.warning ?? '', new RegExp(`that of ${matchedModel}, whose name begins alike`));
    });
  }

  const unknown: readonly (readonly [id: string, why: RegExp])[] = [
    ['openai/gpt-99', /the price list of openai does not name it/],
    ['openai/text-embedding-3-small', /without a price for input and output tokens/],
    ['openai/omni-moderation-latest', /without a price for input and output tokens/],
    ['compatible:openrouter/ai21/no-such-model', /the price list of openrouter does not name it/],
    ['compatible:openrouter/agentica-org/deepcoder-14b-preview:free', /without a price for input and output tokens/],
    ['compatible:ollama/gpt-4o', /no price list covers ollama/],
    ['compatible:my-openai-proxy/gpt-4o', /no price list covers my-openai-proxy/],
    ['sample/nano', /no price list covers sample/],
    ['llama-3-70b', /it is in no price list/],
  ];
  for (const [id, why] of unknown) {
    it(`does not know the price of ${id}`, async () => {
      const found = await lookup(id);
      assert.equal(found.known, false);
      assert.match(found.known ? '' : priceGapWords(found.gap, english), why);
    });
  }

  it('takes the price of the day asked for', async () => {
    const [before, after] = await Promise.all(
      ['2025-06-09', '2025-06-11'].map(async (day) => (await loadPriceBook({ pricesOn: day })).lookup('openai/o3')),
    );
    assert.ok(before?.known && after?.known);
    assert.deepEqual([before.price.inputUSDPer1M, after.price.inputUSDPer1M], [10, 2]);
    assert.equal(after.warning, undefined);
  });

  it('counts the dearest hour where the price changes within the day, and says so', async () => {
    const found = await lookup('compatible:deepseek/deepseek-chat');
    assert.ok(found.known);
    assert.equal(found.price.outputUSDPer1M, 1.1);
    assert.match(found.warning ?? '', /changes with the hour; the dearest of the day is counted/);
  });

  it('prefers the override, then the notional price, then the list', async () => {
    const overrides = new Map([['openai/gpt-4o', { inputUSDPer1M: 1, outputUSDPer1M: 2 }]]);
    const notional = new Map([
      ['openai/gpt-4o', { inputUSDPer1M: 7, outputUSDPer1M: 7 }],
      ['sample/nano', { inputUSDPer1M: 0.1, outputUSDPer1M: 0.4 }],
    ]);
    const book = await loadPriceBook({ pricesOn, overrides, notional });
    const sources = ['openai:gpt-4o', 'sample/nano', 'openai/gpt-4o-mini'].map((id) => {
      const found = book.lookup(id);
      return found.known ? [found.price.source, found.price.inputUSDPer1M] : undefined;
    });
    assert.deepEqual(sources, [
      ['override', 1],
      ['notional', 0.1],
      ['genai-prices', 0.15],
    ]);
  });

  it('shows the rates of a short uncached call', async () => {
    const price = await priceOf('anthropic/claude-haiku-4-5');
    assert.deepEqual(
      [price.inputUSDPer1M, price.outputUSDPer1M, price.cachedInputUSDPer1M, price.cacheWriteUSDPer1M],
      [1, 5, 0.1, 1.25],
    );
    assert.equal(price.USDPerSecond, undefined);
    assert.equal((await priceOf('openai/gpt-5.4')).inputUSDPer1M, 2.5);
  });

  for (const day of ['yesterday', '2026-13-01', '2026-1-1', '']) {
    it(`refuses "${day}" as a day`, async () => assert.rejects(loadPriceBook({ pricesOn: day }), RangeError));
  }
});

describe('Price.costUSD', () => {
  const costs: readonly (readonly [what: string, id: string, used: Partial<TokenUsage>, USD: number])[] = [
    ['input and output', 'openai/gpt-4o-mini', { inputTokens: 1000, outputTokens: 100 }, 0.00015 + 0.00006],
    ['cached input', 'openai/gpt-4o-mini', { inputTokens: 200, cachedInputTokens: 800 }, 0.00003 + 0.00006],
    ['reasoning as output', 'openai/gpt-4o-mini', { outputTokens: 10, reasoningTokens: 90 }, 0.00006],
    [
      'every class of Anthropic',
      'anthropic/claude-haiku-4-5',
      {
        inputTokens: 10,
        cachedInputTokens: 100,
        cacheWriteTokens: 1000,
        cacheWriteHourTokens: 10_000,
        outputTokens: 100,
      },
      0.00001 + 0.00001 + 0.00125 + 0.02 + 0.0005,
    ],
    [
      'a call just within the lower tier',
      'openai/gpt-5.4',
      { inputTokens: 271_999, outputTokens: 1 },
      0.6799975 + 0.000015,
    ],
    ['a call just above it', 'openai/gpt-5.4', { inputTokens: 272_000, outputTokens: 1 }, 1.36 + 0.0000225],
    [
      'a tier reached with cached tokens',
      'openai/gpt-5.4',
      { inputTokens: 2000, cachedInputTokens: 270_000 },
      0.01 + 0.135,
    ],
    ['nothing', 'openai/gpt-4o-mini', {}, 0],
    ['a batch call', 'openai/gpt-4o-mini', { inputTokens: 1000, outputTokens: 100, batch: true }, 0.000105],
    ['a batch call of Anthropic', 'anthropic/claude-haiku-4-5', { outputTokens: 1000, batch: true }, 0.0025],
  ];
  for (const [what, id, used, USD] of costs) {
    it(`counts ${what}`, async () => assertUSD((await priceOf(id)).costUSD(usage(used), 1), USD));
  }

  it('is not the cost of summed usage where rates rise with length', async () => {
    const price = await priceOf('openai/gpt-5.4');
    const each = price.costUSD(usage({ inputTokens: 150_000 }), 1);
    assert.ok(2 * each < price.costUSD(usage({ inputTokens: 300_000 }), 1));
  });

  const own: PriceOverrides = new Map([
    ['compatible:ollama/free', { inputUSDPer1M: 0, outputUSDPer1M: 0 }],
    ['compatible:vllm/rented', { USDPerSecond: 0.0004 }],
    ['compatible:vllm/both', { inputUSDPer1M: 1, outputUSDPer1M: 2, USDPerSecond: 0.5 }],
    ['openai/gpt-4o', { inputUSDPer1M: 10, outputUSDPer1M: 10, cachedInputUSDPer1M: 1, cacheWriteUSDPer1M: 20 }],
  ]);
  const ownCosts: readonly (readonly [id: string, seconds: number, USD: number])[] = [
    ['compatible:ollama/free', 9, 0],
    ['compatible:vllm/rented', 2.5, 0.001],
    ['compatible:vllm/both', 2, 1 + 0.000111 + 0.000022],
  ];
  for (const [id, seconds, USD] of ownCosts) {
    it(`counts the user's price of ${id}`, async () => {
      const input = { inputTokens: 100, cachedInputTokens: 10, cacheWriteTokens: 1 };
      const used = usage({ ...input, outputTokens: 1, reasoningTokens: 10 });
      assertUSD((await priceOf(id, own)).costUSD(used, seconds), USD);
    });
  }

  it("counts the user's price of cached and written input", async () => {
    const used = usage({ inputTokens: 100, cachedInputTokens: 10, cacheWriteTokens: 1, outputTokens: 1 });
    assertUSD((await priceOf('openai/gpt-4o', own)).costUSD(used, 3), (1000 + 10 + 20 + 10) / 1e6);
  });

  it('believes the provider about what it charged, but the user more', async () => {
    const used = usage({ inputTokens: 1000, reportedUSD: 0.123 });
    assert.equal((await priceOf('compatible:openrouter/01-ai/yi-large')).costUSD(used, 1), 0.123);
    const overrides = new Map([['compatible:openrouter/01-ai/yi-large', { inputUSDPer1M: 1, outputUSDPer1M: 1 }]]);
    assertUSD((await priceOf('compatible:openrouter/01-ai/yi-large', overrides)).costUSD(used, 1), 0.001);
  });

  it('refuses a batch call where no batch rate is known, and nonsense', async () => {
    const price = await priceOf('compatible:openrouter/01-ai/yi-large');
    assert.equal(price.batchMultiplier, undefined);
    assert.throws(() => price.costUSD(usage({ batch: true }), 1), RangeError);
    assert.throws(() => price.costUSD(usage({}), -1), RangeError);
    assert.throws(() => price.costUSD(usage({}), Number.NaN), RangeError);
    assert.throws(() => price.costUSD(usage({ inputTokens: -1 }), 1));
    assert.throws(() => price.costUSD(usage({ outputTokens: Number.NaN }), 1));
  });
});

describe('Price.worstCaseUSD', () => {
  it('counts cache writes where they are dearer, and seconds', async () => {
    const bound = { inputTokens: 1e6, maxOutputTokens: 1e6, maxSeconds: 10 };
    assertUSD((await priceOf('anthropic/claude-haiku-4-5')).worstCaseUSD(bound), 2 + 5);
    assertUSD((await priceOf('openai/gpt-4o-mini')).worstCaseUSD(bound), 0.15 + 0.6);
    const overrides = new Map([['compatible:vllm/m', { USDPerSecond: 0.5 }]]);
    assertUSD((await priceOf('compatible:vllm/m', overrides)).worstCaseUSD(bound), 5);
  });

  it('counts the tier that the input reaches, not a higher one', async () => {
    const price = await priceOf('openai/gpt-5.4');
    const bound = { maxOutputTokens: 0, maxSeconds: 0 };
    assertUSD(price.worstCaseUSD({ ...bound, inputTokens: 271_999 }), 0.6799975);
    assertUSD(price.worstCaseUSD({ ...bound, inputTokens: 272_000 }), 1.36);
  });

  it('is never below the cost of a call within the bound, for every text model of every price list', async () => {
    const book = await loadPriceBook({ pricesOn });
    const random = createRandom(7);
    const providers = (await waitForUpdate()) ?? [];
    const ids = providers.flatMap(({ id, models }) =>
      models.map((model) => (/^(openai|anthropic)$/.test(id) ? `${id}/${model.id}` : `compatible:${id}/${model.id}`)),
    );
    const priced = ids.flatMap((id) => {
      const found = book.lookup(id);
      return found.known ? [found.price] : [];
    });
    assert.ok(priced.length > 900, `only ${priced.length} models have a price`);
    for (const price of priced) {
      const scale = [10, 10_000, 1_000_000][random.integer(3)] ?? 1;
      const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => random.integer(scale)) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const used = {
        inputTokens: a,
        cachedInputTokens: b,
        cacheWriteTokens: c,
        cacheWriteHourTokens: d,
        outputTokens: e,
        reasoningTokens: f,
      };
      const cost = price.costUSD(usage(used), 1);
      const bound = price.worstCaseUSD({ inputTokens: a + b + c + d, maxOutputTokens: e + f, maxSeconds: 1 });
      assert.ok(cost <= bound * (1 + 1e-12), `${price.matchedModel}: ${cost} > ${bound}`);
    }
  });

  it('relies on no model whose rates fall with length', async () => {
    // Were there one, a shorter input than the bound could be dearer; `rateAt` takes the highest tier reached, so it still holds.
    const falling = new Map<string, ModelPrice>();
    for (const { models } of (await waitForUpdate()) ?? [])
      for (const { id, prices } of models)
        for (const rates of Array.isArray(prices) ? prices.map((entry) => entry.prices) : [prices])
          for (const rate of Object.values(rates))
            if (typeof rate === 'object' && rate.tiers.some(({ price }) => price < rate.base)) falling.set(id, rates);
    assert.deepEqual([...falling.keys()], []);
  });
});
