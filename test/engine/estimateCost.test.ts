import assert from 'node:assert/strict';
import { DEFAULT_MAX_OUTPUT_TOKENS } from '../../src/core/calls/callOrder.ts';
import type { Message } from '../../src/core/models/chatModel.ts';
import type { Price } from '../../src/core/models/price.ts';
import { estimateConversation, loadTokenEstimator, tokenUpperBound } from '../../src/core/models/tokenEstimate.ts';
import { type CostEstimate, estimateCost } from '../../src/engine/estimateCost.ts';
import { flatPrice } from '../support/fakeModel.ts';

type Facts = Parameters<typeof estimateCost>[0];

/** One dollar per input token, a hundred per output token, a million per second. */
const steepPrice: Price = {
  ...flatPrice,
  costUSD: (usage, seconds) => usage.inputTokens + 100 * usage.outputTokens + 1e6 * (seconds - 1),
  worstCaseUSD: ({ inputTokens, maxOutputTokens, maxSeconds }) =>
    inputTokens + 100 * maxOutputTokens + 1e6 * maxSeconds,
};

const conversation = (content: string): Message[] => [{ role: 'user', content }];
const conversations = ['one two three', 'one', 'one two three four five six'].map(conversation);

function estimated(changes: Partial<Facts> = {}): Promise<CostEstimate> {
  return estimateCost({
    conversations,
    golds: [],
    parameters: { maxOutputTokens: 10 },
    prices: new Map([['a/b', steepPrice]]),
    maxSpendUSD: 1e12,
    timeoutMs: 5000,
    judged: false,
    ...changes,
  });
}

describe('estimateCost', () => {
  it('knows no bound but the cap when a judge is asked as well', async () => {
    assert.equal((await estimated({ judged: true })).profilingAtMostUSD, 1e12);
  });

  it('counts the reference once more for its self-check, on no more rows than there are', async () => {
    const plain = await estimated();
    const call = plain.calls[0]!;
    for (const [asked, items] of [
      [2, 2],
      [20, conversations.length],
    ] as const) {
      const checked = await estimated({ selfCheck: { model: 'a/b', items: asked } });
      assert.equal(checked.profilingAtMostUSD - plain.profilingAtMostUSD, items * call.worstCallUSD);
      const likely = checked.profilingLikelyUSD - plain.profilingLikelyUSD;
      assert.ok(Math.abs(likely - items * call.costPerCallUSD) < 1e-6, `${likely}`);
    }
  });

  it('takes the mean of the input tokens', async () => {
    const tokens = await loadTokenEstimator();
    const [a = 0, b = 0, c = 0] = conversations.map((messages) => estimateConversation(messages, tokens));
    assert.ok(b < a && a < c);
    assert.equal((await estimated()).inputTokensPerCall, (a + b + c) / 3);
  });

  it('looks at the first 200 rows for the mean, and at all of them for the worst case', async () => {
    const short = Array.from({ length: 200 }, () => conversation('one'));
    const long = conversation('one two three four five six seven');
    const some = await estimated({ conversations: short });
    const more = await estimated({ conversations: [...short, long] });
    assert.equal(more.inputTokensPerCall, some.inputTokensPerCall);
    assert.equal(
      more.calls[0]!.worstCallUSD - some.calls[0]!.worstCallUSD,
      tokenUpperBound(long) - tokenUpperBound(short[0]!),
    );
  });

  const lengths: readonly (readonly [
    name: string,
    golds: string[],
    limit: number | undefined,
    expected: number,
    fromGold: boolean,
  ])[] = [
    ['the limit without expected answers', [], 10, 10, false],
    ['the default limit where the prompt sets none', [], undefined, DEFAULT_MAX_OUTPUT_TOKENS, false],
    ['the mean length of the expected answers', ['one', 'one two three'], 10, 2, true],
    ['the limit where expected answers are longer', ['one two three four'], 2, 2, true],
  ];
  for (const [name, golds, limit, expected, fromGold] of lengths) {
    it(`takes as output tokens ${name}`, async () => {
      const parameters = limit === undefined ? {} : { maxOutputTokens: limit };
      const { outputTokensPerCall, outputTokensFromGold } = await estimated({ golds, parameters });
      assert.deepEqual([outputTokensPerCall, outputTokensFromGold], [expected, fromGold]);
    });
  }

  it('prices a call of that many tokens, and the worst that any row can cost', async () => {
    const { calls, inputTokensPerCall } = await estimated({ golds: ['one two three'] });
    const worst = Math.max(...conversations.map(tokenUpperBound));
    assert.deepEqual(calls, [
      {
        id: 'a/b',
        price: steepPrice,
        costPerCallUSD: Math.round(inputTokensPerCall) + 100 * 3,
        worstCallUSD: worst + 100 * 10 + 1e6 * 5,
      },
    ]);
  });

  it('gives the models in the order of the prices', async () => {
    const prices = new Map(['c/z', 'a/b', 'b/a'].map((id) => [id, flatPrice]));
    assert.deepEqual(
      (await estimated({ prices })).calls.map(({ id }) => id),
      ['c/z', 'a/b', 'b/a'],
    );
  });

  it('adds up all models: on every item at worst, on 1,500 items by estimate', async () => {
    const prices = new Map([
      ['a/b', flatPrice],
      ['a/c', { ...flatPrice, costUSD: () => 0.5, worstCaseUSD: () => 2 }],
    ]);
    const rows = (count: number) => Array.from({ length: count }, () => conversation('one'));
    for (const [count, likelyItems] of [
      [1, 1],
      [1499, 1499],
      [1500, 1500],
      [1501, 1500],
      [5000, 1500],
    ] as const) {
      const estimate = await estimated({ conversations: rows(count), prices, golds: ['one'] });
      assert.equal(estimate.likelyItems, likelyItems);
      assert.equal(estimate.profilingLikelyUSD, likelyItems * (1 + 0.5));
      assert.equal(estimate.profilingAtMostUSD, count * (10 + 2));
    }
  });

  it('never says more than the spending cap', async () => {
    const estimate = await estimated({ prices: new Map([['a/b', flatPrice]]), golds: ['one'], maxSpendUSD: 4 });
    assert.deepEqual([estimate.profilingLikelyUSD, estimate.profilingAtMostUSD], [3, 4]);
    const nothing = await estimated({ maxSpendUSD: 0 });
    assert.deepEqual([nothing.profilingLikelyUSD, nothing.profilingAtMostUSD], [0, 0]);
  });

  it('takes more rows than a call takes arguments', async () => {
    const row = conversation('one');
    const { profilingAtMostUSD } = await estimated({
      conversations: Array.from({ length: 300_000 }, () => row),
      prices: new Map([['a/b', flatPrice]]),
    });
    assert.equal(profilingAtMostUSD, 3_000_000);
  });
});
