import assert from 'node:assert/strict';
import { knowsFeatures } from '../../../../src/core/policies/knowsFeatures.ts';
import { readKnows, trainKnows } from '../../../../src/core/policies/knowsModel.ts';
import type { SheetRow } from '../../../../src/core/profiling/certified/answerSheet.ts';
import { Knowledge } from '../../../../src/core/profiling/certified/knowledge.ts';
import { createRandom } from '../../../../src/core/random.ts';
import { areaUnderROC } from '../../../../src/core/statistics/calibration.ts';
import { knowableInputs } from '../../../support/knowableInputs.ts';
import { sheetRow } from '../../../support/sheetRow.ts';

const WARM_UP = 150;
const inputs = knowableInputs(400, { seed: 5 });
const rows = inputs.map(({ text, isEasy }, place) => sheetRow(place, text, !isEasy));
const warmUp = rows.slice(0, WARM_UP);

function learned(of: readonly SheetRow[]): Knowledge {
  const knowledge = Knowledge.learn(of, ['small']);
  assert.ok(knowledge);
  return knowledge;
}

function areaOn(of: readonly SheetRow[], knowsOf: (row: SheetRow) => number | undefined): number {
  const forecasts = of.map((row) => ({
    probability: knowsOf(row) ?? Number.NaN,
    happened: row.answers.get('small')?.deviates === false,
  }));
  return areaUnderROC(forecasts) ?? Number.NaN;
}

describe('Knowledge', () => {
  it('gives rows of the warm-up what fits say that have not seen them', () => {
    const random = createRandom(9);
    const noise = warmUp.map(({ place, input }) => sheetRow(place, input, random.uniform() < 0.5));
    const knowledge = learned(noise);
    const examples = {
      inputs: noise.map(({ input }) => knowsFeatures(input ?? '')),
      agreed: noise.map(({ answers }) => answers.get('small')?.deviates === false),
    };
    const full = readKnows({ small: trainKnows(examples) });
    const [report] = knowledge.reports(rows);
    const heldOut = report!.areaUnderROC!;
    const seen = areaOn(noise, ({ input }) => full(input ?? '')('small'));
    assert.ok(seen > 0.75, `the full fit remembers: ${seen}`);
    assert.ok(heldOut < 0.65, `there is nothing to learn: ${heldOut}`);
    assert.equal(knowledge.telling.size, 0);
    assert.deepEqual(report, { model: 'small', items: WARM_UP, areaUnderROC: heldOut, classifier: undefined });
    assert.equal(knowledge.of('small', rows[0]!), undefined);
  });

  it('does not learn a text that comes twice from its twin', () => {
    const random = createRandom(4);
    const once = inputs.slice(0, 60).map(({ text }) => ({ text, deviates: random.uniform() < 0.5 }));
    const twice = [...once, ...once].map(({ text, deviates }, place) => sheetRow(place, text, deviates));
    const knowledge = learned(twice);
    const heldOut = knowledge.reports([])[0]!.areaUnderROC!;
    assert.ok(heldOut < 0.65, `there is nothing to learn: ${heldOut}`);
  });

  it('gives later rows what the runtime computes', () => {
    const knowledge = learned(warmUp);
    const [report] = knowledge.reports([]);
    const runtime = readKnows({ small: report!.classifier! });
    for (const row of rows.slice(WARM_UP)) assert.equal(knowledge.of('small', row), runtime(row.input ?? '')('small'));
  });

  it('is measured on rows it was not trained on only', () => {
    const knowledge = learned(warmUp);
    const repeated = warmUp.map((row, index) => ({ ...row, place: rows.length + index }));
    const notCompared = knowableInputs(20, { seed: 8 }).map(({ text }, index) =>
      sheetRow(900 + index, text, undefined),
    );
    const all = [...rows, ...repeated, ...notCompared];
    for (const row of all) knowledge.of('small', row);
    const [report] = knowledge.reports(all);
    assert.equal(report?.model, 'small');
    assert.equal(report?.items, rows.length - WARM_UP);
    assert.ok((report?.areaUnderROC ?? 0) > 0.95);
  });

  it('is measured on the warm-up by fits that have not seen it, where nobody asked for more', () => {
    const knowledge = learned(warmUp);
    const [report] = knowledge.reports(rows);
    assert.equal(report?.items, WARM_UP);
    assert.equal(
      report?.areaUnderROC,
      areaOn(warmUp, (row) => knowledge.of('small', row)),
    );
  });

  it('knows nothing of other models, or of a row without a text', () => {
    const knowledge = learned(warmUp);
    assert.deepEqual([...knowledge.telling], ['small']);
    assert.equal(knowledge.of('large', { place: 0, input: 'text' }), undefined);
    assert.equal(knowledge.of('small', { place: 300, input: undefined }), undefined);
  });

  for (const [what, changed] of [
    ['a row has no text', warmUp.map((row, index) => (index === 3 ? { ...row, input: undefined } : row))],
    ['hardly any row deviates', warmUp.map(({ place, input }) => sheetRow(place, input, place < 3))],
    ['nothing was compared', warmUp.map(({ place, input }) => sheetRow(place, input, undefined))],
  ] as const) {
    it(`learns nothing where ${what}`, () => {
      assert.equal(Knowledge.learn(changed, ['small']), undefined);
    });
  }
});
