import assert from 'node:assert/strict';
import type { KnowsClassifier } from '../../../src/core/policies/knowsClassifier.ts';
import { knowsFeatures } from '../../../src/core/policies/knowsFeatures.ts';
import { knowsModel, readKnows, trainKnows } from '../../../src/core/policies/knowsModel.ts';
import { areaUnderROC } from '../../../src/core/statistics/calibration.ts';
import { type KnowableInput, knowableInputs } from '../../support/knowableInputs.ts';

function trained(inputs: readonly KnowableInput[]): KnowsClassifier {
  return trainKnows({
    inputs: inputs.map(({ text }) => knowsFeatures(text)),
    agreed: inputs.map(({ isEasy }) => isEasy),
  });
}

describe('P(IK)', () => {
  const classifier = trained(knowableInputs(150, { seed: 1 }));

  it('tells inputs that it has not seen apart', () => {
    const knows = knowsModel(classifier);
    const forecasts = knowableInputs(300, { seed: 2 }).map(({ text, isEasy }) => ({
      probability: knows(knowsFeatures(text)),
      happened: isEasy,
    }));
    assert.ok((areaUnderROC(forecasts) ?? 0) > 0.95);
    assert.ok(forecasts.every(({ probability }) => probability >= 0 && probability <= 1));
  });

  it('says the same after it was written and read', () => {
    const read = readKnows({ small: JSON.parse(JSON.stringify(classifier)) as KnowsClassifier });
    const knows = knowsModel(classifier);
    for (const { text } of knowableInputs(50, { seed: 3 }))
      assert.equal(read(text)('small'), knows(knowsFeatures(text)));
  });

  it('says nothing of a model without a classifier', () => {
    assert.equal(readKnows({ small: classifier })('text')('large'), undefined);
  });

  it('is the same for the same examples', () => {
    assert.deepEqual(trained(knowableInputs(150, { seed: 1 })), classifier);
  });

  it('takes at most three kilobytes of a config', () => {
    assert.ok(JSON.stringify(classifier).length < 3000);
  });

  it('reads an empty text and a very long one', () => {
    const knows = readKnows({ small: classifier });
    for (const text of ['', 'word '.repeat(200_000), '🙂']) assert.ok((knows(text)('small') ?? Number.NaN) >= 0);
  });

  it('learns a constant where all inputs are alike', () => {
    const inputs = Array.from({ length: 10 }, () => knowsFeatures(''));
    const knows = knowsModel(trainKnows({ inputs, agreed: inputs.map((_, index) => index < 7) }));
    assert.ok(Math.abs(knows(knowsFeatures('')) - 0.7) < 0.1);
  });

  for (const [what, damage] of [
    ['are cut short', { weights: 'AAAA' }],
    ['are for fewer positions', { bits: 9 }],
  ] as const) {
    it(`refuses weights that ${what}`, () => {
      assert.throws(() => knowsModel({ ...classifier, ...damage }), RangeError);
    });
  }
});
