import assert from 'node:assert/strict';
import { readsOf } from '../../../../src/core/policies/knowsClassifier.ts';
import { readKnows } from '../../../../src/core/policies/knowsModel.ts';
import type { SheetRow } from '../../../../src/core/profiling/certified/answerSheet.ts';
import { Knowledge } from '../../../../src/core/profiling/certified/knowledge.ts';
import { besidesInputs, type Telling } from '../../../support/besidesText.ts';
import { sheetRow } from '../../../support/sheetRow.ts';

const WARM_UP = 250;

interface Offered {
  readonly columns?: boolean;
  readonly embedding?: boolean;
}

function rowsOf(telling: Telling, { columns = false, embedding = false }: Offered, seed = 5): SheetRow[] {
  return besidesInputs(500, telling, seed).map(({ text, isEasy, besides }, place) => ({
    ...sheetRow(place, text, !isEasy),
    ...(columns && { columns: besides.columns }),
    ...(embedding && { embedding: Float32Array.from(besides.embedding as Float32Array) }),
  }));
}

function learnedFrom(rows: readonly SheetRow[]): Knowledge {
  const knowledge = Knowledge.learn(rows.slice(0, WARM_UP), ['small']);
  assert.ok(knowledge);
  return knowledge;
}

const both: Offered = { columns: true, embedding: true };

describe('Knowledge from more than texts', () => {
  for (const [telling, reads] of [
    ['text', {}],
    ['label', { reads: ['text', 'columns'] }],
    ['number', { reads: ['text', 'columns'] }],
    ['embedding', { reads: ['text', 'embedding'] }],
    ['nothing', {}],
  ] as const) {
    it(`reads what tells, and no more: ${telling}`, () => {
      const rows = rowsOf(telling, both);
      const knowledge = learnedFrom(rows);
      const [report] = knowledge.reports(rows);
      assert.deepEqual(readsOf(report!.classifier), reads);
      assert.equal(knowledge.telling.size, telling === 'nothing' ? 0 : 1);
      assert.deepEqual([...knowledge.embedded], telling === 'embedding' ? ['small'] : []);
      if (telling !== 'nothing') assert.ok((report?.areaUnderROC ?? 0) > 0.75, `${report?.areaUnderROC}`);
    });
  }

  it('takes a richer reading by luck in few of many cases where all is told by the text', () => {
    let richer = 0;
    for (let seed = 1; seed <= 20; seed++)
      if (readsOf(learnedFrom(rowsOf('text', both, 100 + seed)).reports([])[0]!.classifier).reads) richer++;
    // Two standard errors are 2.3 % for each of three readings, were they independent.
    assert.ok(richer <= 4, `${richer} of 20`);
  });

  it('gives later rows what the runtime computes, and nothing without their embedding', () => {
    const rows = rowsOf('embedding', both);
    const knowledge = learnedFrom(rows);
    const runtime = readKnows({ small: knowledge.reports([])[0]!.classifier! });
    for (const { embedding, ...row } of rows.slice(WARM_UP)) {
      assert.equal(knowledge.of('small', { ...row, place: row.place + 1000 }), undefined);
      const value = knowledge.of('small', { ...row, embedding });
      assert.equal(value, runtime(row.input ?? '', { embedding })('small'));
    }
  });

  it('learns from the rows that have an embedding', () => {
    const rows = rowsOf('embedding', both).map((row) => (row.place % 5 === 0 ? { ...row, embedding: undefined } : row));
    const knowledge = learnedFrom(rows);
    assert.deepEqual([...knowledge.embedded], ['small']);
    assert.equal(knowledge.of('small', rows[0]!), undefined);
    assert.ok((knowledge.of('small', rows[1]!) ?? -1) >= 0);
  });
});
