import assert from 'node:assert/strict';
import { isNumber, readLastNumber } from '../../../src/core/equivalence/lastNumber.ts';

const numbers: readonly (readonly [text: string, value: number | undefined])[] = [
  ['42', 42],
  ['The answer is 42.', 42],
  ['12 apples in 3 boxes', 3],
  ['**5**', 5],
  ['**5**\n\nof 10', 10],
  ['#### 18', 18],
  ['\\boxed{1{,}234}', 1234],
  ['3.14', 3.14],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['...5', 5],
  ['007', 7],
  // Signs.
  ['-5', -5],
  ['−5', -5],
  ['x = –5', -5],
  ['+5', 5],
  ['(-5)', -5],
  ['是-5', -5],
  ['10-20', 20],
  ['5 - 3', 3],
  ['answer – 5', 5],
  ['- 5 apples', 5],
  ['2024-05-01', 1],
  // Separators.
  ['1,234.50', 1234.5],
  ['1,234', 1234],
  ['12,345,678', 12345678],
  ['1,00,000', 100000],
  ['1.234', 1.234],
  ['1.234,50', 1234.5],
  ['1.234.567', 1234567],
  ['12,5 %', 12.5],
  ['0,123', 0.123],
  ['1 234', 1234],
  ['10 000 euros', 10000],
  ['12 345,67 €', 12345.67],
  ['1\u202f234\u202f567', 1234567],
  ["1'234.5", 1234.5],
  ['1_000', 1000],
  ['In 2020 100 people', 100],
  ['7 12', 12],
  ['1, 2, 3', 3],
  // Currency and units.
  ['$1,234.50', 1234.5],
  ['-$5', -5],
  ['$-5', -5],
  ['-US$5', -5],
  ['US$5', 5],
  ['€ 5', 5],
  ['5€', 5],
  ['12%', 12],
  ['5kg', 5],
  ['USD 20', 20],
  ['答案是42。', 42],
  // Scientific, powers, fractions.
  ['1e3', 1000],
  ['1.5E-3', 0.0015],
  ['1.5×10^3', 1500],
  ['1.5 x 10^-3', 0.0015],
  ['6.02 \\times 10^{23}', 6.02e23],
  ['6.02 × 10²³', 6.02e23],
  ['10⁻²', 0.01],
  ['2^10', 1024],
  ['3/4', 0.75],
  ['\\frac{3}{4}', 0.75],
  ['-1/2', -0.5],
  ['5/1/2024', 2024],
  // None.
  ['', undefined],
  ['no number here', undefined],
  ['H2O', undefined],
  ['five', undefined],
  ['1/0', undefined],
  ['1e999', undefined],
];

describe('readLastNumber', () => {
  for (const [text, value] of numbers) {
    it(`reads ${value} in ${JSON.stringify(text)}`, () => {
      assert.equal(readLastNumber(text), value);
    });
  }

  it('ends soon on a stuttering text', () => {
    for (const piece of ['1', '1,11,', '1.111', '100 ', '5 ', '\\frac{', '- ', '^', '10^'])
      readLastNumber(piece.repeat(20_000));
  }).timeout(5000);
});

describe('isNumber', () => {
  const yes = ['5', '-5', ' 5\n', '1,234.50', '$5', '12%', '12 %', '1e3', '0', '0.5', '9007199254740991'];
  const no = [
    '',
    'five',
    '5 apples',
    '1 and 2',
    '7 12',
    '2024-05-01',
    '007',
    '10:30',
    'A5',
    '90071992547409930',
    '1e999',
  ];
  for (const text of yes) it(`holds for ${JSON.stringify(text)}`, () => assert.equal(isNumber(text), true));
  for (const text of no) it(`does not hold for ${JSON.stringify(text)}`, () => assert.equal(isNumber(text), false));
});
