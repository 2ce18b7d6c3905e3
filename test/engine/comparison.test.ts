import assert from 'node:assert/strict';
import { askedEquivalence, chooseWith, createComparison } from '../../src/engine/comparison.ts';
import type { ComparisonOptions } from '../../src/engine/profileOptions.ts';

const nothing: ComparisonOptions = { equivalence: undefined, labels: undefined };

describe('askedEquivalence', () => {
  const cases: readonly (readonly [Partial<ComparisonOptions>, string | undefined])[] = [
    [{}, undefined],
    [{ labels: ['a', 'b'] }, undefined], // the guess sees them
    [{ jsonFields: ['/a'] }, 'json'],
    [{ tolerance: '1' }, 'numeric'],
    [{ judge: 'a/judge' }, 'judge'],
    [{ judge: 'a/judge', equivalence: 'exact' }, 'exact'],
  ];
  for (const [options, name] of cases) {
    it(`${JSON.stringify(options)} asks for ${name ?? 'nothing'}`, () =>
      assert.equal(askedEquivalence({ ...nothing, ...options }), name));
  }
});

describe('createComparison', () => {
  const same = (options: Partial<ComparisonOptions>, one: string, other: string) => {
    const all = { ...nothing, ...options };
    const choice = chooseWith(all, {});
    return createComparison(choice, all).equivalent(one, other, new AbortController().signal);
  };

  it('compares the named fields of JSON only', async () => {
    const jsonFields = ['/category=label', '/reason=ignore'];
    const [one, other] = ['{"category":"Bug","reason":"a"}', '{"category":"bug.","reason":"b"}'];
    assert.equal(await same({ jsonFields }, one, other), true);
    assert.equal(await same({ equivalence: 'json' }, one, other), false);
  });

  it('allows numbers their tolerance', async () => {
    assert.equal(await same({ tolerance: '1%' }, 'about 100', '100.9'), true);
    assert.equal(await same({ tolerance: '0.5' }, 'about 100', '100.9'), false);
  });

  it('says what is wrong with a field', () => {
    const all = { ...nothing, jsonFields: ['category=colour'] };
    assert.throws(() => createComparison(chooseWith(all, {}), all), { name: 'JsonFieldError' });
  });
});
