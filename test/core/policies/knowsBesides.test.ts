import assert from 'node:assert/strict';
import type { KnowsClassifier } from '../../../src/core/policies/knowsClassifier.ts';
import { knowsFeatures } from '../../../src/core/policies/knowsFeatures.ts';
import { type KnowsReads, knowsModel, readKnows, trainKnows } from '../../../src/core/policies/knowsModel.ts';
import { areaUnderROC } from '../../../src/core/statistics/calibration.ts';
import { besidesInputs, type Telling } from '../../support/besidesText.ts';

const columns = ['channel', 'pages'];

function trained(telling: Telling, reads: KnowsReads): KnowsClassifier {
  const inputs = besidesInputs(200, telling, 1);
  const features = inputs.map(({ text, besides }) => knowsFeatures(text, besides));
  return trainKnows({ inputs: features, agreed: inputs.map(({ isEasy }) => isEasy) }, reads);
}

/** On inputs that it has not seen. */
function areaOf(classifier: KnowsClassifier, telling: Telling): number {
  const read = readKnows({ small: JSON.parse(JSON.stringify(classifier)) as KnowsClassifier });
  const forecasts = besidesInputs(400, telling, 2).map(({ text, besides, isEasy }) => ({
    probability: read(text, besides)('small') ?? Number.NaN,
    happened: isEasy,
  }));
  return areaUnderROC(forecasts) ?? Number.NaN;
}

describe('P(IK) from more than the text', () => {
  for (const [telling, reads] of [
    ['label', { columns }],
    ['number', { columns }],
    ['embedding', { embedding: true }],
    ['embedding', { columns, embedding: true }],
  ] as const) {
    it(`tells by ${telling} what the text does not (reading ${Object.keys(reads).join(' and ')})`, () => {
      const without = areaOf(trained(telling, {}), telling);
      const withMore = areaOf(trained(telling, reads), telling);
      assert.ok(without < 0.6, `by the text alone ${without}`);
      assert.ok(withMore > 0.8, `with more ${withMore}`); // 0.9 is all that can be told
    });
  }

  it('says the same after it was written and read', () => {
    const classifier = trained('label', { columns, embedding: true });
    const knows = knowsModel(classifier);
    const read = readKnows({ small: JSON.parse(JSON.stringify(classifier)) as KnowsClassifier });
    for (const { text, besides } of besidesInputs(50, 'label', 3))
      assert.equal(read(text, besides)('small'), knows(knowsFeatures(text, besides)));
  });

  it('is the same whether cells are texts or numbers, with white space or without', () => {
    const read = readKnows({ small: trained('number', { columns }) });
    const of = (channel: string, pages: string | number) => read('text', { columns: { channel, pages } })('small');
    assert.equal(of(' mail ', '4'), of('mail', 4));
    assert.notEqual(of('mail', 4), of('mail', 14));
  });

  it('counts a number far off as three deviations, and none as the mean', () => {
    const read = readKnows({ small: trained('number', { columns }) });
    const of = (pages: number | null) => read('text', { columns: { channel: 'mail', pages } })('small') ?? Number.NaN;
    assert.ok(Math.abs(of(1e9) - of(1e12)) < 0.1);
    assert.ok(of(2) > of(null) && of(null) > of(12));
  });

  it('says nothing where the embedding that it reads could not be had', () => {
    const read = readKnows({ small: trained('embedding', { embedding: true }) });
    assert.equal(read('text')('small'), undefined);
    assert.throws(() => read('text', { embedding: new Float32Array(3) })('small'), RangeError);
  });

  it('learns from embeddings that are all alike as if there were none', () => {
    const inputs = besidesInputs(60, 'text', 4).map(({ text, isEasy }) => ({ text, isEasy }));
    const embedding = Float32Array.of(0.6, 0.8);
    const classifier = trainKnows(
      {
        inputs: inputs.map(({ text }) => knowsFeatures(text, { embedding })),
        agreed: inputs.map(({ isEasy }) => isEasy),
      },
      { embedding: true },
    );
    const plain = trainKnows({
      inputs: inputs.map(({ text }) => knowsFeatures(text)),
      agreed: inputs.map(({ isEasy }) => isEasy),
    });
    const { embedding: _, ...rest } = classifier;
    assert.deepEqual(rest, plain);
  });

  for (const [what, damage] of [
    ['columns', (whole: KnowsClassifier) => ({ ...whole, columns: { ...whole.columns!, weights: 'AAAA' } })],
    ['numbers', (whole: KnowsClassifier) => ({ ...whole, columns: { ...whole.columns!, numbers: [] } })],
  ] as const) {
    it(`refuses ${what} that have not as many weights as they need`, () => {
      assert.throws(() => knowsModel(damage(trained('number', { columns }))), RangeError);
    });
  }
});
