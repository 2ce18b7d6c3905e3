import assert from 'node:assert/strict';
import type { DatasetItem } from '../../../src/core/datasets/datasetItem.ts';
import type { RowValues } from '../../../src/core/datasets/row.ts';
import { RowMaker, type RowOptions } from '../../../src/core/datasets/rowMaker.ts';

describe('RowMaker', () => {
  it('leaves an id column and losing gold columns among the values, and warns of them once', () => {
    const items = make([
      { id: 1, label: 'a', expected: 'b' },
      { id: 2, label: 'c', expected: 'd' },
    ]);
    assert.deepEqual(shortOf(items), [
      'several-gold-columns 1',
      'gold expected',
      '{"id":1,"label":"a"} b',
      '{"id":2,"label":"c"} d',
    ]);
  });

  it('settles the gold column by the first row that has one and names it with the first answer', () => {
    const items = make([
      { text: 'x' },
      { text: 'y', label: null },
      { text: 'z', label: 'a' },
      { text: 'w', gold: 'b' },
    ]);
    assert.deepEqual(shortOf(items), [
      '{"text":"x"} undefined',
      '{"text":"y"} undefined',
      'gold label',
      '{"text":"z"} a',
      '{"text":"w","gold":"b"} undefined',
    ]);
  });

  it('prefers an equals assertion to a column', () => {
    const items = make([{ vars: { text: 'x', label: 'column' }, assert: [{ type: 'equals', value: 'asserted' }] }]);
    assert.deepEqual(shortOf(items), ['gold assert', '{"text":"x"} asserted']);
  });

  it('falls back on a column of the variables where nothing is asserted', () => {
    const items = make([{ vars: { text: 'x', label: 'column' }, assert: [{ type: 'is-json' }] }]);
    assert.deepEqual(shortOf(items), ['assertion-not-gold 1', 'gold label', '{"text":"x"} column']);
  });

  it('reads only __expected cells as assertions', () => {
    const items = make([{ expected: 'contains: x' }, { expected: 'equals: y' }]);
    assert.deepEqual(shortOf(items), ['gold expected', '{} contains: x', '{} equals: y']);
  });

  it('reports assertions of other kinds once and names the kind', () => {
    const items = make([{ __Expected: 'contains: x' }, { __Expected: 'regex: y' }, { __Expected: 'equals: z' }]);
    assert.deepEqual(shortOf(items), [
      'assertion-not-gold 1',
      '{} undefined',
      '{} undefined',
      'gold __Expected',
      '{} z',
    ]);
    assert.ok(items[0]?.kind === 'remark');
    assert.match(items[0].finding.message, /"contains"/);
    assert.equal(items[0].finding.severity, 'warning');
  });

  it('keeps columns by their exact names', () => {
    assert.deepEqual(shortOf(make([{ Label: 'a' }], { keep: ['Label'] })), ['gold Label', '{"Label":"a"} a']);
    assert.deepEqual(shortOf(make([{ Label: 'a' }], { keep: ['label'] })), ['gold Label', '{} a']);
  });

  it('names the line of a finding', () => {
    const [finding] = new RowMaker({}).items({ kind: 'values', line: 7, values: { gold: 'a', label: 'b' } });
    assert.ok(finding?.kind === 'remark');
    assert.equal(finding.finding.range.start.line, 6);
  });
});

function make(rows: readonly RowValues[], options: RowOptions = {}): DatasetItem[] {
  const maker = new RowMaker(options);
  return rows.flatMap((values, at) => [...maker.items({ kind: 'values', line: at + 1, values })]);
}

function shortOf(items: readonly DatasetItem[]): string[] {
  return items.map((item) => {
    if (item.kind === 'row') return `${JSON.stringify(item.row.values)} ${item.row.gold}`;
    if (item.kind === 'gold-column') return `gold ${item.column}`;
    return `${item.finding.code} ${item.finding.range.start.line + 1}`;
  });
}
