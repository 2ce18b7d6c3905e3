import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRandom, shuffled } from '../../../src/core/random.ts';
import { mean } from '../../../src/core/statistics/mean.ts';
import type { SampleModel, SampleModels } from '../../../src/providers/sample/sampleModel.ts';
import { samplePrices } from '../../../src/providers/sample/samplePrices.ts';
import { readTrainingRows } from '../../../src/providers/sample/trainingFile.ts';
import { type TrainingRow, trainSampleModels } from '../../../src/providers/sample/trainSampleModels.ts';
import { syntheticTickets } from './syntheticTickets.ts';

interface Trial {
  readonly right: boolean;
  readonly sureness: number;
}

function trialsOf(model: SampleModel, rows: readonly TrainingRow[]): readonly Trial[] {
  return rows.map((row) => {
    const { label, probabilities } = model.classify(row.ticket);
    return { right: label === row.label, sureness: probabilities[0]!.probability };
  });
}

function errorRate(model: SampleModel, rows: readonly TrainingRow[]): number {
  return mean(trialsOf(model, rows).map(({ right }) => (right ? 0 : 1)));
}

function assertRisingSkill([nano = 0, mini = 0, large = 0]: readonly number[]): void {
  assert.ok(mini < 0.9 * nano, `mini errs at ${mini}, nano at ${nano}`);
  assert.ok(large < 0.9 * mini, `large errs at ${large}, mini at ${mini}`);
}

describe('trainSampleModels', () => {
  const rows = syntheticTickets(400, 1);
  const heldOut = syntheticTickets(400, 2);
  let models: SampleModels;

  before(() => {
    models = trainSampleModels(rows, 1);
  });

  it('makes the three models that have notional prices', () => {
    assert.deepEqual(
      models.map(({ name }) => name),
      ['sample/nano', 'sample/mini', 'sample/large'],
    );
    assert.deepEqual(
      samplePrices.map(({ model, notional }) => ({ model, notional })),
      models.map(({ name }) => ({ model: name, notional: true })),
    );
  });

  it('gives the same probabilities to the last bit for the same seed, others for another', () => {
    const answers = (trained: SampleModels) =>
      heldOut.slice(0, 40).map(({ ticket }) => trained.map((model) => model.classify(ticket)));
    assert.deepEqual(answers(trainSampleModels(rows, 1)), answers(models));
    assert.notDeepEqual(answers(trainSampleModels(rows, 2)), answers(models));
  });

  it('answers with every label, most likely first, probabilities summing to 1', () => {
    for (const model of models) {
      for (const text of ['', '???', ...heldOut.slice(0, 50).map(({ ticket }) => ticket)]) {
        const { label, probabilities } = model.classify(text);
        assert.equal(label, probabilities[0]?.label);
        assert.deepEqual(probabilities.map((each) => each.label).sort(), ['alpha', 'beta', 'delta', 'gamma']);
        const sum = probabilities.reduce((total, { probability }) => total + probability, 0);
        assert.ok(Math.abs(sum - 1) < 1e-12, `${sum}`);
        probabilities.reduce((above, { probability }) => {
          assert.ok(0 <= probability && probability <= above);
          return probability;
        }, 1);
      }
    }
  });

  it('errs less with every size on invented tickets it has not seen', () => {
    assertRisingSkill(models.map((model) => errorRate(model, heldOut)));
  });

  describe('on the shipped training rows, each half answered by models trained on the other', () => {
    /** Model by model: whether each row was answered right, and how sure the model was. */
    let trials: readonly (readonly Trial[])[];

    before(async () => {
      const file = new URL('../../../media/sample/training.jsonl', import.meta.url);
      const shipped = shuffled(readTrainingRows(await readFile(file, 'utf8'), 'training.jsonl'), createRandom(1));
      const middle = shipped.length >> 1;
      const halves = [shipped.slice(0, middle), shipped.slice(middle)] as const;
      const first = trainSampleModels(halves[0], 1);
      const second = trainSampleModels(halves[1], 1);
      trials = [0, 1, 2].map((index) => [
        ...trialsOf(first[index]!, halves[1]),
        ...trialsOf(second[index]!, halves[0]),
      ]);
    });

    it('errs less with every size', () => {
      const rates = trials.map((ofModel) => mean(ofModel.map(({ right }) => (right ? 0 : 1))));
      assertRisingSkill(rates);
      assert.ok(rates[2]! < 0.25, `large errs at ${rates[2]}`);
    });

    for (const [index, name] of ['nano', 'mini', 'large'].entries())
      it(`${name} is about as sure as it is right`, () => {
        const gap = mean(trials[index]!.map(({ right, sureness }) => sureness - (right ? 1 : 0)));
        assert.ok(Math.abs(gap) < 0.05, `too sure by ${gap}`);
      });
  });

  it('refuses rows of fewer than two labels', () => {
    assert.throws(() => trainSampleModels([{ ticket: 'hello', label: 'greeting' }], 1), RangeError);
    assert.throws(() => trainSampleModels([], 1), RangeError);
  });
});
