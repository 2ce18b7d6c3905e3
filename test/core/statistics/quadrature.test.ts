import assert from 'node:assert/strict';
import { integrate, meanOverNormal } from '../../../src/core/statistics/quadrature.ts';

/** Integrals with a closed form; `tolerance` is relative. */
const cases: readonly {
  readonly name: string;
  readonly integrand: (x: number) => number;
  readonly from: number;
  readonly to: number;
  readonly exact: number;
  readonly tolerance?: number;
}[] = [
  { name: 'a constant', integrand: () => 3, from: -2, to: 5, exact: 21 },
  { name: 'x^62, the highest even degree it is exact for', integrand: (x) => x ** 62, from: -1, to: 1, exact: 2 / 63 },
  { name: 'x^63 on one side of 0', integrand: (x) => x ** 63, from: 0, to: 1, exact: 1 / 64 },
  { name: 'x^7 - 4x^2 on [1, 3]', integrand: (x) => x ** 7 - 4 * x * x, from: 1, to: 3, exact: 820 - 104 / 3 },
  { name: 'e^x', integrand: Math.exp, from: 0, to: 1, exact: Math.E - 1 },
  { name: 'sin over half a turn', integrand: Math.sin, from: 0, to: Math.PI, exact: 2 },
  { name: 'cos over ten turns', integrand: (x) => Math.cos(x) + 1, from: 0, to: 20 * Math.PI, exact: 20 * Math.PI },
  { name: '1 / (1 + x^2)', integrand: (x) => 1 / (1 + x * x), from: 0, to: 1, exact: Math.PI / 4 },
  {
    name: 'the Normal density over 16 standard deviations, the widest the look-ahead asks for',
    integrand: (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
    from: -8,
    to: 8,
    exact: 1,
    tolerance: 1e-11,
  },
  {
    name: 'a square root, whose slope is infinite at 0',
    integrand: Math.sqrt,
    from: 0,
    to: 1,
    exact: 2 / 3,
    tolerance: 1e-4,
  },
];

describe('integrate', () => {
  for (const { name, integrand, from, to, exact, tolerance = 1e-13 } of cases) {
    it(`integrates ${name}`, () => {
      const integral = integrate(integrand, from, to);
      assert.ok(Math.abs(integral - exact) <= tolerance * Math.abs(exact), `${integral}, not ${exact}`);
      assert.ok(Math.abs(integral + integrate(integrand, to, from)) <= 1e-13 * Math.abs(integral), 'other way round');
    });
  }

  it('gives 0 on an empty interval', () => {
    assert.equal(
      integrate(() => 1, 0.3, 0.3),
      0,
    );
  });

  it('asks for the integrand at 32 places, all inside the interval', () => {
    const asked: number[] = [];
    integrate((x) => asked.push(x), 0.9, 1);
    assert.equal(new Set(asked).size, 32);
    assert.ok(asked.every((x) => 0.9 < x && x < 1));
  });
});

describe('meanOverNormal', () => {
  it('is exact for the first five moments', () => {
    const moments = [0, 1, 2, 3, 4, 5].map((power) => meanOverNormal(2, 0.5, (x) => x ** power));
    const [mean, variance] = [2, 0.25];
    const exact = [
      1,
      mean,
      mean ** 2 + variance,
      mean ** 3 + 3 * mean * variance,
      mean ** 4 + 6 * mean ** 2 * variance + 3 * variance ** 2,
      mean ** 5 + 10 * mean ** 3 * variance + 15 * mean * variance ** 2,
    ];
    for (const [power, moment] of moments.entries())
      assert.ok(Math.abs(moment - exact[power]!) < 1e-12, `${power}: ${moment}`);
  });

  it('is the value itself without spread', () => {
    assert.ok(Math.abs(meanOverNormal(0.3, 0, Math.exp) - Math.exp(0.3)) < 1e-15);
  });
});
