import assert from 'node:assert/strict';
import type { ProfileResult } from '../../src/core/profiling/profile.ts';
import { type CostRow, costRows } from '../../src/webview/costRows.ts';
import { cascadeResult, mixResult, referenceResult, reports, singleResult } from './panelStates.ts';
import { plain } from './plain.ts';

function line({ name, role, verdict }: CostRow): string {
  return plain(`${name}: ${role}, ${verdict.sign} ${verdict.words}`);
}

describe('costRows', () => {
  it('costRows begin with the reference and what is recommended, then fall in cost, unknown prices last', () => {
    assert.deepEqual(costRows(singleResult).map(line), [
      'openai/gpt-x: reference, – now',
      'openai/gpt-x-mini: recommended, ✓ recommended',
      'anthropic/claude-y-haiku: other, – not cheaper',
      'openai/gpt-x-nano: other, ✕ alone too far off',
      'compatible:ollama/qwen-8b: other, ? price unknown, not asked',
    ]);
  });

  it('costRows keep the reference where nothing else is good enough', () => {
    assert.deepEqual(costRows(referenceResult).map(line), [
      'openai/gpt-x: reference, ✓ keep it',
      'openai/gpt-x-mini: other, ✕ alone too far off',
      'openai/gpt-x-nano: other, ✕ alone too far off',
    ]);
  });

  it('costRows have a row for a mix with what it does on average', () => {
    const rows = costRows(mixResult);
    const mix = rows[1];
    assert.equal(line(mix!), '71 % openai/gpt-x-mini + 29 % openai/gpt-x: recommended, ✓ recommended');
    assert.equal(mix?.perCallUSD, mixResult.policyPerCallUSD);
    assert.equal(mix?.differs?.share?.toFixed(6), ((0.71 * 21) / 912).toFixed(6));
    assert.equal(mix?.accuracy?.toFixed(6), (0.71 * 0.936 + 0.29 * 0.941).toFixed(6));
    assert.equal(rows.length, reports.length + 1);
  });

  it('costRows have a row for a cascade, and beside it what SMART would have chosen', () => {
    const rows = costRows(cascadeResult);
    assert.deepEqual(rows.slice(0, 3).map(line), [
      'openai/gpt-x: reference, – now',
      'openai/gpt-x-mini → openai/gpt-x: recommended, ✓ recommended',
      '31 % openai/gpt-x-nano + 69 % openai/gpt-x: compared, – SMART’s choice',
    ]);
    assert.deepEqual(
      rows.slice(0, 3).map(({ differs }) => differs && [differs.share?.toFixed(4), plain(differs.bound)]),
      [
        ['0.0500', 'from itself, 20 rows'],
        ['0.0276', 'at most 4.4 %'],
        [undefined, 'at most 5 %'],
      ],
    );
    assert.equal(line(rows.at(-2)!), 'openai/gpt-x-nano: other, – would not make it cheaper');
  });

  it('costRows show SMART’s choice only where it is another one, and not the reference', () => {
    const [all, , mix] = cascadeResult.comparison!;
    const rolesWith = (recommendation: ProfileResult['recommendation']) =>
      costRows({ ...cascadeResult, comparison: [{ ...mix!, recommendation }] }).map(({ role }) => role);
    assert.equal(rolesWith(mix!.recommendation).includes('compared'), true);
    assert.equal(rolesWith(all!.recommendation).includes('compared'), false);
    assert.equal(rolesWith(cascadeResult.recommendation).includes('compared'), false);
  });

  it('costRows do not know a mix’s accuracy from half of its models', () => {
    const models = reports.map((report) =>
      report.status === 'reference' ? { ...report, accuracy: undefined } : report,
    );
    assert.equal(costRows({ ...mixResult, models })[1]?.accuracy, undefined);
  });

  it('costRows say of the true share what the standing claims', () => {
    const bounds = new Map(costRows(mixResult).map(({ name, differs }) => [name, differs && plain(differs.bound)]));
    assert.equal(bounds.get('openai/gpt-x-mini'), 'at most 3.4 %');
    assert.equal(bounds.get('openai/gpt-x-nano'), 'at least 20 %');
    assert.equal(bounds.get('anthropic/claude-y-haiku'), '1.8 % to 5.5 %');
    assert.equal(bounds.get('compatible:ollama/qwen-8b'), undefined);
  });
});
