import assert from 'node:assert/strict';
import { percent, plural, times, usd } from '../../src/core/amounts.ts';

describe('usd', () => {
  const amounts: readonly (readonly [amount: number, text: string])[] = [
    [0, '$0'],
    [12.4, '$12.40'],
    [1, '$1.00'],
    [1234567.891, '$1234567.89'],
    [0.995001, '$1.00'],
    [0.99, '$0.99'],
    [0.5, '$0.50'],
    [0.1, '$0.10'],
    [0.0994, '$0.099'],
    [0.05, '$0.050'],
    [0.0021, '$0.0021'],
    [0.00021, '$0.00021'],
    [0.000213, '$0.00021'],
    [0.1 + 0.2, '$0.30'],
    [2.1e-7, '$0.00000021'],
    [3e-11, '$0.000000000030'],
  ];
  for (const [amount, text] of amounts) {
    it(`writes ${amount} as ${text}`, () => assert.equal(usd(amount), text));
  }

  it('never shows as nothing what a call can cost', () => {
    for (let amount = 1; amount > 1e-11; amount /= 3) assert.match(usd(amount), /[1-9]/, String(amount));
  });
});

describe('percent', () => {
  const shares: readonly (readonly [share: number, text: string])[] = [
    [0, '0 %'],
    [1, '100 %'],
    [0.034, '3.4 %'],
    [0.1, '10 %'],
    [0.95, '95 %'],
    [1 - 0.95, '5 %'],
    [1 - 0.999, '0.1 %'],
    [0.123456, '12.3 %'],
    [0.9996, '99.96 %'],
    [0.99, '99 %'],
    [0.0004, '0.04 %'],
    [0.00004, '0.004 %'],
    [0.000004, '0.0004 %'],
    [0.999998, '99.9998 %'],
    [1e-9, '0 %'],
    [1 - 1e-9, '100 %'],
  ];
  for (const [share, text] of shares) {
    it(`writes ${share} as ${text}`, () => assert.equal(percent(share), text));
  }

  it('shows no share of a profile as nothing or all that is not', () => {
    for (const items of [3, 100, 5000, 200_000]) {
      assert.notEqual(percent(1 / items), '0 %');
      assert.notEqual(percent(1 - 1 / items), '100 %');
    }
  });
});

describe('times', () => {
  const ratios: readonly (readonly [ratio: number, text: string])[] = [
    [0.5, '0.50'],
    [1, '1.00'],
    [2.944, '2.94'],
    [9.99, '9.99'],
    [10, '10.0'],
    [12.36, '12.4'],
    [100, '100'],
    [1234.5, '1235'],
  ];
  for (const [ratio, text] of ratios) {
    it(`writes ${ratio} as ${text}`, () => assert.equal(times(ratio), text));
  }
});

describe('plural', () => {
  const counts: readonly (readonly [count: number, text: string])[] = [
    [0, '0 rows'],
    [1, '1 row'],
    [2, '2 rows'],
    [100_000, '100,000 rows'],
  ];
  for (const [count, text] of counts) {
    it(`writes ${text}`, () => assert.equal(plural(count, 'row'), text));
  }
});
