import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { createCutOff } from '../../../src/core/students/cutOff.ts';

describe('createCutOff', () => {
  it('of a budget spends its front first, then on the riskiest, and all of it', () => {
    const random = createRandom(3);
    const cutOff = createCutOff({ kind: 'budget', share: 0.2, items: 5000 }, undefined);
    let front = 0;
    let asked = 0;
    const askedRisks: number[] = [];
    for (let item = 0; item < 5000; item++) {
      // Items become riskier along the stream, which the cut-off cannot know beforehand.
      const risk = random.uniform() * (0.5 + item / 10_000);
      const ask = (cutOff.wantsEveryLabel ?? false) || risk > cutOff.risk;
      if (cutOff.wantsEveryLabel) front++;
      else if (ask) askedRisks.push(risk);
      if (ask) asked++;
      cutOff.record(risk, ask);
    }
    assert.equal(front, 400);
    assert.ok(Math.abs(asked - 1000) <= 5, `${asked}`);
    assert.ok(askedRisks.reduce((sum, risk) => sum + risk, 0) / askedRisks.length > 0.55);
  });

  it('of a budget goes on where it was', () => {
    const aim = { kind: 'budget', share: 0.5, items: 100 } as const;
    const first = createCutOff(aim, undefined);
    for (let item = 0; item < 60; item++) first.record(0.5, item < 50);
    const second = createCutOff(aim, first.saved());
    assert.equal(second.wantsEveryLabel, false);
    assert.equal(second.risk, Number.POSITIVE_INFINITY); // all is spent
  });

  it('of a deviation rate keeps what adds up to it', () => {
    const cutOff = createCutOff({ kind: 'deviation', rate: 0.1 }, undefined);
    assert.equal(cutOff.risk, 0);
    for (let item = 0; item < 300; item++) cutOff.record((item % 100) / 100, false);
    // Risks 0, 0.01 .. r of 100 items add up to 10 at r = 0.44.
    assert.ok(Math.abs(cutOff.risk - 0.44) < 0.011, `${cutOff.risk}`);
  });

  it('of a trade-off is mu', () => {
    assert.equal(createCutOff({ kind: 'tradeoff', mu: 0.3 }, undefined).risk, 0.3);
  });

  it('refuses shares and rates outside 0..1', () => {
    assert.throws(() => createCutOff({ kind: 'budget', share: 1, items: 10 }, undefined), RangeError);
    assert.throws(() => createCutOff({ kind: 'deviation', rate: 0 }, undefined), RangeError);
  });
});
