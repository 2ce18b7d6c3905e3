import assert from 'node:assert/strict';
import { itemsByAnswers } from '../../../src/engine/student/replayItems.ts';
import { BIG, cascadeConfig, NANO, stageFor } from '../../support/cascadeFolder.ts';

describe('itemsByAnswers', () => {
  const always = { score: { atLeast: -1, bias: 0, weights: {} }, knows: 0.5 };
  const config = cascadeConfig({
    kind: 'cascade',
    stages: [stageFor(NANO, { share: 0.5, accept: always }), stageFor(BIG, { share: 0.5 })],
    embeddings: { model: 'compatible:box/e5', length: 1 },
  });
  const item = (id: string, columns?: Record<string, string>) => ({ id, gold: undefined, input: id, columns });
  const ask = async (_: unknown, model: string) =>
    ({ kind: 'answered', text: model, costUSD: model === BIG ? 1 : 0.1, tokenProbability: 0.9 }) as const;

  it('decides by the embedding of an item, counts it, and passes over what has none', async () => {
    const source = {
      config,
      reading: {},
      embeds: true,
      knows: (_: string, besides?: { embedding?: ArrayLike<number> | undefined }) => () => besides?.embedding?.[0],
    };
    const vectors: Record<string, number> = { easy: 0.9, hard: 0.1 };
    const replayed = await itemsByAnswers([item('easy'), item('hard'), item('lost')], source, {
      escalates: false,
      ask,
      embed: async ({ id }) => {
        const number = vectors[id];
        if (number === undefined) return { kind: 'missing', why: 'not in the journal' };
        return { kind: 'answered', embedding: Float32Array.of(number), costUSD: 0.01 };
      },
    });
    assert.deepEqual(replayed, [
      { text: 'easy', output: NANO, costUSD: 0.11 },
      { text: 'hard', output: BIG, costUSD: 1.01 },
    ]);
  });

  it('decides by the columns of an item', async () => {
    const source = {
      config,
      reading: {},
      columns: ['channel'],
      knows: (_: string, besides?: { columns?: Readonly<Record<string, unknown>> | undefined }) => () =>
        besides?.columns?.['channel'] === 'mail' ? 0.9 : 0.1,
    };
    const items = [item('a', { channel: 'mail' }), item('b', { channel: 'phone' })];
    const replayed = await itemsByAnswers(items, source, { escalates: false, ask });
    assert.deepEqual(
      replayed.map(({ output }) => output),
      [NANO, BIG],
    );
  });
});
