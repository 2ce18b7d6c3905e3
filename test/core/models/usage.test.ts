import assert from 'node:assert/strict';
import { type TokenUsage, totalUsage } from '../../../src/core/models/usage.ts';

const usage = (more: Partial<TokenUsage> = {}): TokenUsage => ({
  inputTokens: 1,
  cachedInputTokens: 2,
  cacheWriteTokens: 3,
  outputTokens: 4,
  reasoningTokens: 5,
  batch: false,
  ...more,
});

describe('totalUsage', () => {
  it('is nothing for no call', () => {
    assert.deepEqual(
      totalUsage([]),
      usage({ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 }),
    );
  });

  it('adds class by class, writes for an hour to the others', () => {
    const total = totalUsage([usage(), usage({ cacheWriteHourTokens: 10 })]);
    assert.deepEqual(
      total,
      usage({ inputTokens: 2, cachedInputTokens: 4, cacheWriteTokens: 16, outputTokens: 8, reasoningTokens: 10 }),
    );
  });

  it('is an estimate when a part is', () => {
    assert.equal(totalUsage([usage(), usage({ estimated: true })]).estimated, true);
  });
});
