import assert from 'node:assert/strict';
import { disagreementPage } from '../../src/webview/disagreements.ts';
import { mixResult } from './panelStates.ts';

const MINI = 'openai/gpt-x-mini';

describe('disagreementPage', () => {
  const cases: readonly [string | undefined, number, { page: number; pages: number; total: number; shown: number }][] =
    [
      [undefined, 0, { page: 0, pages: 6, total: 52, shown: 10 }],
      [undefined, 5, { page: 5, pages: 6, total: 52, shown: 2 }],
      [undefined, 99, { page: 5, pages: 6, total: 52, shown: 2 }],
      [undefined, -1, { page: 0, pages: 6, total: 52, shown: 10 }],
      [MINI, 2, { page: 2, pages: 3, total: 21, shown: 1 }],
      ['no/such-model', 0, { page: 0, pages: 6, total: 52, shown: 10 }],
    ];
  for (const [model, asked, expected] of cases) {
    it(`disagreementPage ${asked} of ${model ?? 'all models'}`, () => {
      const { page, pages, total, shown } = disagreementPage(mixResult, model, asked);
      assert.deepEqual({ page, pages, total, shown: shown.length }, expected);
    });
  }

  it('disagreementPage shows only rows of the model asked for', () => {
    assert.deepEqual([...new Set(disagreementPage(mixResult, MINI, 0).shown.map(({ model }) => model))], [MINI]);
  });

  it('disagreementPage says when a model differs on more rows than are kept', () => {
    const disagreements = mixResult.disagreements.filter(({ model, item }) => model === MINI && Number(item) < 700);
    assert.deepEqual(disagreementPage({ ...mixResult, disagreements }, undefined, 0).models, [
      { id: MINI, kept: 11, differing: 21 },
    ]);
  });

  it('disagreementPage of none is one empty page', () => {
    const { page, pages, shown } = disagreementPage({ ...mixResult, disagreements: [] }, MINI, 3);
    assert.deepEqual({ page, pages, shown }, { page: 0, pages: 1, shown: [] });
  });
});
