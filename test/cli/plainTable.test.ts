import assert from 'node:assert/strict';
import { plainTable } from '../../src/cli/plainTable.ts';

const columns = [
  { head: 'Model', align: 'left' },
  { head: 'Cost', align: 'right' },
  { head: 'Verdict', align: 'left' },
] as const;

describe('plainTable', () => {
  it('lines columns up, two blanks apart, texts left and numbers right', () => {
    const rows = [
      ['openai/large', '$0.0021', 'reference'],
      ['a/b', '$12', 'good enough'],
    ];
    assert.deepEqual(plainTable(columns, rows).split('\n'), [
      'Model            Cost  Verdict',
      'openai/large  $0.0021  reference',
      'a/b               $12  good enough',
    ]);
  });

  it('leaves empty cells empty and no blanks at the end of a line', () => {
    const rows = [
      ['a', '', ''],
      ['', '1', 'x'],
    ];
    assert.deepEqual(plainTable(columns, rows).split('\n'), ['Model  Cost  Verdict', 'a', '          1  x']);
  });

  it('shows the heads alone without rows', () => {
    assert.equal(plainTable(columns, []), 'Model  Cost  Verdict');
  });

  it('cuts nothing off, however long', () => {
    const long = `compatible:box/${'very-'.repeat(40)}long:70b`;
    const [head = '', row = ''] = plainTable(columns, [[long, '$1', 'open']]).split('\n');
    assert.equal(row, `${long}    $1  open`);
    assert.equal(head.indexOf('Verdict'), row.indexOf('open'));
  });

  it('uses no lines, colours or other marks', () => {
    assert.match(plainTable(columns, [['a', '1', 'b']]), /^[A-Za-z0-9 \n]+$/);
  });

  it('counts wide and combined characters by their width', () => {
    const lines = plainTable(columns, [
      ['模型', '1', 'x'],
      ['é', '1', 'x'],
      ['abcd', '1', 'x'],
    ]).split('\n');
    assert.deepEqual(lines.slice(1), ['模型      1  x', 'é         1  x', 'abcd      1  x']);
  });

  it('gives the same text each time', () => {
    const rows = [['a', '1', 'b']];
    assert.equal(plainTable(columns, rows), plainTable(columns, rows));
    assert.deepEqual(rows, [['a', '1', 'b']]);
  });
});
