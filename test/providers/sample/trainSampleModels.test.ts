import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRandom, shuffled } from '../../../src/core/random.ts';
import type { SampleModels } from '../../../src/providers/sample/sampleModel.ts';
import { samplePrices } from '../../../src/providers/sample/samplePrices.ts';
import { readTrainingRows } from '../../../src/providers/sample/trainingFile.ts';
import { type TrainingRow, trainSampleModels } from '../../../src/providers/sample/trainSampleModels.ts';
import { syntheticTickets } from './syntheticTickets.ts';

/** Share of wrong answers of each model, in the order of the models. */
function errorRates(models: SampleModels, rows: readonly TrainingRow[]): readonly number[] {
  return models.map(
    ({ classify }) => rows.filter(({ ticket, label }) => classify(ticket).label !== label).length / rows.length,
  );
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
      heldOut.slice(0, 40).map(({ ticket }) => trained.map(({ classify }) => classify(ticket)));
    assert.deepEqual(answers(trainSampleModels(rows, 1)), answers(models));
    assert.notDeepEqual(answers(trainSampleModels(rows, 2)), answers(models));
  });

  it('answers with every label, most likely first, probabilities summing to 1', () => {
    for (const { classify } of models) {
      for (const text of ['', '???', ...heldOut.slice(0, 50).map(({ ticket }) => ticket)]) {
        const { label, probabilities } = classify(text);
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
    assertRisingSkill(errorRates(models, heldOut));
  });

  it('is about as sure as it is right', () => {
    const rates = errorRates(models, heldOut);
    for (const [index, { name, classify }] of models.entries()) {
      const sure = heldOut.reduce((sum, { ticket }) => sum + (classify(ticket).probabilities[0]?.probability ?? 0), 0);
      const gap = sure / heldOut.length - (1 - (rates[index] ?? 0));
      assert.ok(Math.abs(gap) < 0.1, `${name} is ${gap} too sure`);
    }
  });

  it('errs less with every size on shipped tickets it has not seen', async () => {
    const file = new URL('../../../media/sample/training.jsonl', import.meta.url);
    const shipped = shuffled(readTrainingRows(await readFile(file, 'utf8'), 'training.jsonl'), createRandom(3));
    const part = Math.floor(0.7 * shipped.length);
    const rates = errorRates(trainSampleModels(shipped.slice(0, part), 1), shipped.slice(part));
    assertRisingSkill(rates);
    assert.ok((rates[2] ?? 1) < 0.3, `large errs at ${rates[2]}`);
  });

  it('refuses rows of fewer than two labels', () => {
    assert.throws(() => trainSampleModels([{ ticket: 'hello', label: 'greeting' }], 1), RangeError);
    assert.throws(() => trainSampleModels([], 1), RangeError);
  });
});
