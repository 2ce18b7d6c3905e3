import assert from 'node:assert/strict';
import { ModelEvidence } from '../../../src/core/profiling/evidence.ts';
import type { ModelReport, ModelStatus } from '../../../src/core/profiling/profile.ts';
import { reportModels } from '../../../src/core/profiling/reportModels.ts';

interface Seen {
  readonly agreements?: number;
  readonly deviations?: number;
  readonly missing?: number;
  readonly costUSD?: number;
  /** Of the agreements, how many are right; the deviations are wrong. Absent: no gold labels. */
  readonly right?: number;
}

function evidenceOf(model: string, seen: Seen): ModelEvidence {
  const { agreements = 0, deviations = 0, missing = 0, costUSD = 0.01, right } = seen;
  const evidence = new ModelEvidence(model);
  for (let item = 0; item < agreements + deviations; item++) {
    const deviates = item >= agreements;
    evidence.addAnswer(item, { costUSD, deviates, correct: right === undefined ? undefined : item < right });
  }
  for (let call = 0; call < missing; call++) evidence.addMissing();
  return evidence;
}

function reportsOf(
  candidates: Readonly<Record<string, Seen>>,
  request: { readonly confidence?: number; readonly unpriced?: readonly string[] } = {},
  reference: Seen = { agreements: 10, costUSD: 1 },
): ModelReport[] {
  const ledger = {
    reference: evidenceOf('reference', reference),
    candidates: Object.entries(candidates).map(([model, seen]) => evidenceOf(model, seen)),
  };
  const statusOf = ({ model }: ModelEvidence): ModelStatus => (model === 'reference' ? 'reference' : 'open');
  return reportModels({ confidence: 0.95, unpriced: [], ...request }, ledger, { statusOf });
}

describe('reportModels', () => {
  it('lists the reference, the candidates as asked for, then the unpriced', () => {
    const reports = reportsOf({ z: {}, a: { agreements: 3 }, m: {} }, { unpriced: ['y', 'b'] });
    assert.deepEqual(
      reports.map(({ id, status }) => [id, status]),
      [
        ['reference', 'reference'],
        ['z', 'open'],
        ['a', 'open'],
        ['m', 'open'],
        ['y', 'unpriced'],
        ['b', 'unpriced'],
      ],
    );
  });

  it('lists the reference alone where there is nothing else', () => {
    assert.deepEqual(
      reportsOf({}).map(({ id }) => id),
      ['reference'],
    );
  });

  it('asks the standings for each status', () => {
    const ledger = { reference: evidenceOf('r', {}), candidates: [evidenceOf('a', {}), evidenceOf('b', {})] };
    const statuses: Readonly<Record<string, ModelStatus>> = { r: 'reference', a: 'dearer', b: 'too far off' };
    const standings = { statusOf: ({ model }: ModelEvidence) => statuses[model] as ModelStatus };
    assert.deepEqual(
      reportModels({ confidence: 0.95, unpriced: [] }, ledger, standings).map(({ status }) => status),
      ['reference', 'dearer', 'too far off'],
    );
  });

  it('counts items, deviations and missing answers apart', () => {
    const [, report] = reportsOf({ a: { agreements: 7, deviations: 3, missing: 2, costUSD: 0.5 } });
    const { items, deviations, missing, costPerCallUSD } = report!;
    assert.deepEqual(
      { items, deviations, missing, costPerCallUSD },
      { items: 10, deviations: 3, missing: 2, costPerCallUSD: 0.5 },
    );
  });

  // The binomial tails solved by bisection in 40-digit arithmetic (mpmath).
  const intervals: readonly (readonly [Seen, confidence: number, lower: number, upper: number])[] = [
    [{ agreements: 7, deviations: 3 }, 0.95, 0.066739511178, 0.65245285006],
    [{ agreements: 10 }, 0.95, 0, 0.308497107819],
    [{ deviations: 10 }, 0.95, 0.691502892181, 1],
    [{ agreements: 7, deviations: 3 }, 0.5, 0.17557128749, 0.457696154575],
    [{ agreements: 288, deviations: 12 }, 0.99, 0.016646262574, 0.078860490437],
  ];
  for (const [seen, confidence, lower, upper] of intervals) {
    const { agreements = 0, deviations = 0 } = seen;
    it(`gives the ${confidence} interval of ${deviations} deviations in ${agreements + deviations} items`, () => {
      const [, report] = reportsOf({ a: seen }, { confidence });
      assertNear(report!.deviationInterval.lower, lower);
      assertNear(report!.deviationInterval.upper, upper);
    });
  }

  it('claims nothing of a model that was never compared', () => {
    const [, silent, unpriced] = reportsOf({ silent: { missing: 4 } }, { unpriced: ['unpriced'] });
    for (const [report, missing] of [
      [silent, 4],
      [unpriced, 0],
    ] as const) {
      assert.deepEqual(
        { ...report!, id: '', status: '' },
        {
          id: '',
          items: 0,
          deviations: 0,
          missing,
          deviationInterval: { lower: 0, upper: 1 },
          costPerCallUSD: undefined,
          accuracy: undefined,
          status: '',
        },
      );
    }
  });

  it('knows for sure that the reference does not deviate from itself', () => {
    for (const seen of [{ agreements: 10 }, { missing: 3 }]) {
      const [reference] = reportsOf({}, {}, seen);
      assert.deepEqual(reference!.deviationInterval, { lower: 0, upper: 0 });
    }
  });

  const accuracies: readonly (readonly [name: string, Seen, expected: number | undefined])[] = [
    ['is unknown without gold labels', { agreements: 4 }, undefined],
    ['counts answers equal to the gold label', { agreements: 3, deviations: 1, right: 2 }, 0.5],
    ['may be nothing', { agreements: 4, right: 0 }, 0],
  ];
  for (const [name, seen, expected] of accuracies) {
    it(`accuracy ${name}`, () => assert.equal(reportsOf({ a: seen })[1]!.accuracy, expected));
  }
});

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}
