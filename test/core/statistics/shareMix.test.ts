import assert from 'node:assert/strict';
import { solve } from 'yalps';
import { createRandom, type Random } from '../../../src/core/random.ts';
import { cheapestMix, type Mix, type MixOption } from '../../../src/core/statistics/shareMix.ts';

/** One way to count an option in: what it costs, how sure we are, how much of it agrees. */
interface Use {
  readonly cost: number;
  readonly confidence: number;
  readonly agreement: number;
}

interface Instance {
  readonly options: readonly MixOption[];
  readonly target: number;
  readonly confidence: number;
}

describe('cheapestMix', () => {
  for (const [optionCount, boundCount, instances] of [
    [1, 3, 60],
    [2, 5, 100],
    [3, 4, 100],
    [4, 3, 60],
    [5, 2, 60],
    [5, 5, 30],
  ] as const) {
    it(`costs what the best of all choices of ${boundCount} bounds for ${optionCount} options costs`, () => {
      let feasible = 0;
      for (let seed = 1; seed <= instances; seed++) {
        const instance = randomInstance(createRandom(seed), optionCount, boundCount);
        const mix = cheapestMix(instance.options, instance.target, instance.confidence);
        const optimum = cheapestOfAllChoices(instance);
        assert.equal(mix === undefined, optimum === undefined, `seed ${seed}`);
        if (mix === undefined || optimum === undefined) continue;
        feasible++;
        assert.ok(Math.abs(mix.cost - optimum) <= 1e-9, `seed ${seed}: ${mix.cost}, not ${optimum}`);
        assertKeepsItsPromises(mix, instance);
      }
      // Both outcomes have to occur, or half of this test says nothing.
      assert.ok(0 < feasible && feasible < instances, `${feasible} of ${instances} can be done`);
    });
  }

  // The published program gives a model it holds for unused the pair (confidence 1, agreement 0) and lets its share float.
  it('costs what the published program costs when a bound of agreement 0 at confidence 1 is among the bounds', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const drawn = randomInstance(createRandom(seed), 4, 2);
      const options = drawn.options.map(({ cost, bounds }) => ({
        cost,
        bounds: [...bounds, { confidence: 1, agreement: 0 }],
      }));
      options[3] = { cost: 30, bounds: [{ confidence: 1, agreement: 1 }] };
      const instance = { ...drawn, options };
      const mix = cheapestMix(options, instance.target, instance.confidence);
      const optimum = cheapestOfAllChoices(instance);
      assert.ok(mix !== undefined && optimum !== undefined);
      assert.ok(Math.abs(mix.cost - optimum) <= 1e-9, `seed ${seed}: ${mix.cost}, not ${optimum}`);
      assertKeepsItsPromises(mix, instance);
    }
  });

  it('costs what the best linear program of any two options costs, with 24 options of five bounds', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const drawn = randomInstance(createRandom(seed), 24, 5);
      const instance = { ...drawn, target: 0.9, options: withReference(drawn.options) };
      const mix = cheapestMix(instance.options, instance.target, instance.confidence);
      assert.ok(mix !== undefined);
      assert.ok(mix.shares.length <= 2);
      assert.ok(Math.abs(mix.cost - (cheapestOfAllPairs(instance) ?? 0)) <= 1e-9, `seed ${seed}`);
      assertKeepsItsPromises(mix, instance);
    }
  });

  const sure = (cost: number, agreement: number): MixOption => ({ cost, bounds: [{ confidence: 1, agreement }] });

  it('mixes two options just so that the target is reached', () => {
    // 0.8 x 0.875 + 0.2 x 1 = 0.9.
    const mix = cheapestMix([sure(1, 0.875), sure(21, 1)], 0.9, 0.95);
    assert.deepEqual(
      mix?.shares.map(({ option }) => option),
      [0, 1],
    );
    assertNear(mix?.shares[0]?.share, 0.8);
    assertNear(mix?.cost, 5);
    assertNear(mix?.agreement, 0.9);
  });

  it('takes one option alone where that is cheapest, also when it costs more than others', () => {
    assert.deepEqual(cheapestMix([sure(1, 0.2), sure(2, 0.9), sure(30, 1)], 0.9, 0.95)?.shares, [
      { option: 1, bound: 0, share: 1 },
    ]);
  });

  it('prefers one option to an equally dear mix, and the option that comes first', () => {
    const single = cheapestMix([sure(1, 0.8), sure(3, 1), sure(2, 0.9)], 0.9, 0.95);
    assert.deepEqual(single?.shares, [{ option: 2, bound: 0, share: 1 }]);
    assert.deepEqual(cheapestMix([sure(1, 0.9), sure(1, 0.95)], 0.9, 0.95)?.shares, [
      { option: 0, bound: 0, share: 1 },
    ]);
  });

  it('uses no two bounds of one option together', () => {
    const option: MixOption = {
      cost: 1,
      bounds: [
        { confidence: 0.95, agreement: 0.99 },
        { confidence: 1, agreement: 0.5 },
      ],
    };
    assert.deepEqual(cheapestMix([option], 0.9, 0.95)?.shares, [{ option: 0, bound: 0, share: 1 }]);
  });

  it('multiplies the confidences of a mix and refuses one that falls short', () => {
    const bounds = (agreement: number) => [
      { confidence: 0.95, agreement },
      { confidence: 0.98, agreement: agreement - 0.05 },
    ];
    const options: MixOption[] = [
      { cost: 1, bounds: bounds(0.85) },
      { cost: 2, bounds: bounds(0.99) },
    ];
    const mix = cheapestMix(options, 0.9, 0.95);
    // At 0.95 each the two would do for less, but 0.95 x 0.95 is too little; 0.98 x 0.98 is enough.
    assert.deepEqual(
      mix?.shares.map(({ option, bound }) => [option, bound]),
      [
        [0, 1],
        [1, 1],
      ],
    );
    assertNear(mix?.confidence, 0.98 * 0.98);
  });

  it('holds a product of confidences to what was asked, give or take the last bits', () => {
    const mixOf = (first: number, second: number) =>
      cheapestMix(
        [
          { cost: 1, bounds: [{ confidence: first, agreement: 0.8 }] },
          { cost: 2, bounds: [{ confidence: second, agreement: 1 }] },
        ],
        0.9,
        0.95,
      );
    assert.equal(mixOf(0.97, 0.98)?.shares.length, 2);
    // 0.9499: the second alone it has to be.
    assert.equal(mixOf(0.97, 0.9793)?.shares.length, 1);
    // 0.95 in decimals; in binary fractions it may fall short by a last bit.
    assert.equal(mixOf(0.95 / 0.97, 0.97)?.shares.length, 2);
  });

  it('is undefined when nothing reaches the target, or no option is given', () => {
    assert.equal(cheapestMix([sure(1, 0.5), sure(2, 0.89)], 0.9, 0.95), undefined);
    assert.equal(cheapestMix([{ cost: 1, bounds: [{ confidence: 0.9, agreement: 1 }] }], 0.9, 0.95), undefined);
    assert.equal(cheapestMix([], 0.9, 0.95), undefined);
  });

  it('needs nothing but the cheapest option when the target is 0', () => {
    assert.deepEqual(cheapestMix([sure(3, 1), sure(1, 0)], 0, 0.95)?.shares, [{ option: 1, bound: 0, share: 1 }]);
  });
});

/** Bounds fall as their confidence rises, as those of one sample do; options differ in cost and in what they agree. */
function randomInstance(random: Random, optionCount: number, boundCount: number): Instance {
  const confidence = [0.9, 0.95, 0.99][random.integer(3)] as number;
  const options = Array.from({ length: optionCount }, (): MixOption => {
    const best = 0.6 + 0.35 * random.uniform();
    return {
      cost: 0.1 + 10 * random.uniform(),
      bounds: Array.from({ length: boundCount }, (_, level) => ({
        confidence: confidence + ((1 - confidence) * level) / boundCount,
        agreement: Math.max(0, best - 0.03 * level * random.uniform()),
      })),
    };
  });
  return { options, target: 0.55 + 0.45 * random.uniform(), confidence };
}

function withReference(options: readonly MixOption[]): MixOption[] {
  return [...options.slice(1), { cost: 30, bounds: [{ confidence: 1, agreement: 1 }] }];
}

/** Every choice of one bound, or none, for each option whose confidences multiply to enough: a linear program each. */
function cheapestOfAllChoices({ options, target, confidence }: Instance): number | undefined {
  let best: number | undefined;
  const choose = (from: number, chosen: readonly Use[], product: number): void => {
    if (product < confidence - 1e-12) return;
    if (from === options.length) {
      const cost = cheapestShares(chosen, target);
      if (cost !== undefined) best = Math.min(best ?? cost, cost);
      return;
    }
    choose(from + 1, chosen, product);
    const { cost, bounds } = options[from]!;
    for (const bound of bounds) choose(from + 1, [...chosen, { cost, ...bound }], product * bound.confidence);
  };
  choose(0, [], 1);
  return best;
}

function cheapestOfAllPairs({ options, target, confidence }: Instance): number | undefined {
  let best: number | undefined;
  const uses = options.flatMap(({ cost, bounds }, option) => bounds.map((bound) => ({ option, cost, ...bound })));
  for (const first of uses) {
    for (const second of uses) {
      if (first.option >= second.option || first.confidence * second.confidence < confidence - 1e-12) continue;
      const cost = cheapestShares([first, second], target);
      if (cost !== undefined) best = Math.min(best ?? cost, cost);
    }
  }
  return best;
}

/** min sum r cost, where r >= 0, sum r = 1, sum r agreement >= target. */
function cheapestShares(uses: readonly Use[], target: number): number | undefined {
  if (uses.length === 0) return undefined;
  const solution = solve(
    {
      direction: 'minimize',
      objective: 'cost',
      constraints: { share: { equal: 1 }, agreement: { min: target } },
      variables: Object.fromEntries(uses.map(({ cost, agreement }, use) => [use, { cost, agreement, share: 1 }])),
    },
    // The solver rounds its results to this; the default is 1e-8.
    { precision: 1e-13 },
  );
  return solution.status === 'optimal' ? solution.result : undefined;
}

function assertKeepsItsPromises(mix: Mix, { options, target, confidence }: Instance): void {
  const chosen = mix.shares.map(({ option, bound, share }) => {
    assert.ok(0 < share && share <= 1);
    return { share, cost: options[option]!.cost, ...options[option]!.bounds[bound]! };
  });
  const total = (value: (use: (typeof chosen)[number]) => number): number =>
    chosen.reduce((sum, use) => sum + use.share * value(use), 0);
  assert.equal(new Set(mix.shares.map(({ option }) => option)).size, mix.shares.length);
  assert.ok(mix.shares.length <= 2);
  assertNear(
    total(() => 1),
    1,
  );
  assertNear(
    total(({ cost }) => cost),
    mix.cost,
  );
  assertNear(
    total(({ agreement }) => agreement),
    mix.agreement,
  );
  assert.ok(mix.agreement >= target - 1e-12);
  assertNear(
    chosen.reduce((product, use) => product * use.confidence, 1),
    mix.confidence,
  );
  assert.ok(mix.confidence >= confidence - 1e-12);
}

function assertNear(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= 1e-12, `${actual}, not ${expected}`);
}
