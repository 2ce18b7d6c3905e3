import assert from 'node:assert/strict';
import { certifiedShare } from '../../../../src/core/profiling/certified/population.ts';
import { bestPlan, certifications } from '../../../../src/core/profiling/certified/profilePlan.ts';
import { chainProspect, mixProspect } from '../../../../src/core/profiling/certified/prospect.ts';
import { SignalTable } from '../../../../src/core/profiling/certified/signalTable.ts';
import { WarmUpView } from '../../../../src/core/profiling/certified/warmUpView.ts';
import { sheetRow } from '../../../support/sheetRow.ts';

const population = { scope: 'stream', delta: 0.1 } as const;

/** `small` costs a tenth of the reference and deviated on so many of 64 rows. */
function prospectOf(deviations: number) {
  const rows = Array.from({ length: 64 }, (_, place) => sheetRow(place, undefined, place < deviations));
  return mixProspect('small', new WarmUpView(rows, new SignalTable({})), certifiedShare)!;
}

describe('mixProspect', () => {
  it('expects less than the share that the rate itself would have, where a few deviations more cost much', () => {
    const certificate = { items: 200, mostDeviations: -1, alpha: 0.05, population };
    const seen = Math.round((4.5 / 65) * 200);
    const { share } = certifiedShare(population, { items: 200, deviations: seen }, 0.05, 1);
    const expected = prospectOf(4).expectedCostUSD(certificate, 0);
    assert.ok(expected > share + 10 * (1 - share) + 0.2, `${expected}, share ${share}`);
    assert.ok(expected < 10);
  });

  it('expects nothing else where the test allows everything anyway', () => {
    const certificate = { items: 4000, mostDeviations: -1, alpha: 0.05, population };
    assert.ok(Math.abs(prospectOf(0).expectedCostUSD(certificate, 0) - 1) < 1e-9);
  });

  it('has many calls to come certified on as many items as there are, unless the rate is far from the limit', () => {
    const horizon = { population, calls: 1_000_000, itemsLeft: 936, alpha: 0.05, referenceCostUSD: 10 };
    const planned = (deviations: number) => bestPlan(prospectOf(deviations), certifications(horizon), horizon, 0)!;
    assert.equal(planned(4).items, 936);
    assert.ok(planned(0).items < 936, `${planned(0).items}`);
  });
});

describe('chainProspect', () => {
  it('in stream scope expects the mean over what its curve may be, in batch scope what it is', () => {
    const rows = Array.from({ length: 64 }, (_, place) => sheetRow(place, undefined, place % 10 === 3));
    const chain = { stages: [{ model: 'small', signals: [] }], caution: 1 };
    const prospect = chainProspect(chain, new WarmUpView(rows, new SignalTable({})))!;
    const certificate = { items: 200, mostDeviations: 12, alpha: 0.05 };
    const inBatch = { ...certificate, population: { scope: 'batch', rows: 2000, limit: 200 } } as const;
    const mean = [-Math.sqrt(3), 0, 0, 0, 0, Math.sqrt(3)].reduce(
      (sum, luck) => sum + prospect.expectedCostUSD(inBatch, luck) / 6,
      0,
    );
    const expected = prospect.expectedCostUSD({ ...certificate, population }, 0);
    assert.ok(Math.abs(expected - mean) < 1e-12, `${expected}, not ${mean}`);
    assert.ok(Math.abs(expected - prospect.expectedCostUSD(inBatch, 0)) > 0.1, `${expected}`);
  });
});
