import assert from 'node:assert/strict';
import { goldColumnOf, goldText, severalGoldColumns } from '../../../src/core/datasets/goldColumn.ts';
import type { JsonValue } from '../../../src/core/jsonValue.ts';

describe('goldColumnOf', () => {
  const cases: readonly (readonly [columns: readonly string[], column: string | undefined])[] = [
    [['id', 'text'], undefined],
    [['text', 'expected'], 'expected'],
    [['text', 'Gold'], 'Gold'],
    [['LABEL', 'text'], 'LABEL'],
    [['ground_truth'], 'ground_truth'],
    [['__expected'], '__expected'],
    [['__expected', 'ground_truth', 'label', 'gold', 'expected'], 'expected'],
    [['__expected', 'ground_truth', 'label', 'Gold'], 'Gold'],
    [['__expected', 'ground_truth', 'label'], 'label'],
    [['__expected', 'ground_truth'], 'ground_truth'],
    [['Label', 'label'], 'Label'],
    [['expected_answer', 'labels', 'golden'], undefined],
  ];
  for (const [columns, column] of cases) {
    it(`takes ${column} of ${columns.join(', ')}`, () => assert.equal(goldColumnOf(columns), column));
  }
});

describe('severalGoldColumns', () => {
  it('says which column was taken, which were not, and where', () => {
    const finding = severalGoldColumns(['label', 'text', 'Gold', '__expected'], 3);
    assert.equal(finding?.code, 'several-gold-columns');
    assert.equal(finding.severity, 'warning');
    assert.deepEqual(finding.range, { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } });
    assert.match(finding.message, /^Column "Gold" is taken .* and not "label", "__expected"; /);
  });

  it('is silent about one or none', () => {
    assert.equal(severalGoldColumns(['label', 'text'], 1), undefined);
    assert.equal(severalGoldColumns(['text'], 1), undefined);
  });
});

describe('goldText', () => {
  const cases: readonly (readonly [value: JsonValue | undefined, text: string | undefined])[] = [
    ['a b', 'a b'],
    [' kept ', ' kept '],
    ['', undefined],
    [' \n', undefined],
    [null, undefined],
    [undefined, undefined],
    [0, '0'],
    [false, 'false'],
    [[1, 'x'], '[1,"x"]'],
    [{ b: 1, a: 2 }, '{"b":1,"a":2}'],
  ];
  for (const [value, text] of cases) {
    it(`makes ${JSON.stringify(text)} of ${JSON.stringify(value)}`, () => assert.equal(goldText(value), text));
  }
});
