import assert from 'node:assert/strict';
import { blankText, numberFormat } from '../../src/webview/numberFields.ts';
import type { NumberField } from '../../src/webview/protocol.ts';
import { setup } from './panelStates.ts';

const read: readonly [NumberField, string, number | undefined][] = [
  ['delta', '5', 0.05],
  ['delta', ' 5 % ', 0.05],
  ['delta', '2.3%', 0.023],
  ['delta', '2,3 %', 0.023],
  ['delta', '0', undefined],
  ['delta', '100', undefined],
  ['delta', '-1', undefined],
  ['delta', 'five', undefined],
  ['delta', '', undefined],
  ['delta', '1e1', undefined],
  ['confidence', '95', 0.95],
  ['confidence', '99.9 %', 0.999],
  // More likely meant as a share than as less than one per cent.
  ['confidence', '0.95', undefined],
  ['volume', '100,000', 100_000],
  ['volume', '1 000 000', 1_000_000],
  ['volume', '1.5', undefined],
  ['volume', '0', undefined],
  ['volume', '99999999999999999999', undefined],
  ['maxSpendUSD', '$5.00', 5],
  ['maxSpendUSD', '1,000', 1000],
  ['maxSpendUSD', '2,50', 2.5],
  ['maxSpendUSD', '12 USD', 12],
  ['maxSpendUSD', '0', 0],
  ['maxSpendUSD', '$', undefined],
  ['maxSpendUSD', '1.2.3', undefined],
  ['maxSpendUSD', '1,2,3', undefined],
];

describe('numberFormat', () => {
  for (const [field, text, value] of read) {
    it(`numberFormat reads ${JSON.stringify(text)} as ${field} ${value ?? 'that cannot be'}`, () => {
      assert.equal(numberFormat(field).read(text), value);
    });
  }

  for (const [field, value] of [
    ['delta', 0.001],
    ['delta', 0.07],
    ['confidence', 0.95],
    ['volume', 1_234_567],
    ['maxSpendUSD', 0.25],
    ['maxSpendUSD', 1234.5],
    ['maxSpendUSD', 0],
  ] as const) {
    it(`numberFormat reads what it shows of ${field} ${value}`, () => {
      const format = numberFormat(field);
      assert.equal(format.read(format.show(value)), value);
    });
  }
});

describe('blankText', () => {
  it('blankText is the host’s value, or the text that could not be taken', () => {
    assert.equal(blankText('delta', setup, {}), '5\u00a0%');
    assert.equal(blankText('delta', setup, { delta: { text: 'x', problem: 'No.' } }), 'x');
  });
});
