import assert from 'node:assert/strict';
import { SpendingCapError } from '../../../../src/core/calls/spendingCapError.ts';
import { profileCertified } from '../../../../src/core/profiling/certified/certifiedProfile.ts';
import { NoEvidenceError } from '../../../../src/core/profiling/noEvidenceError.ts';
import type { ProfileEvent, ProfileRequest, ProfileResult } from '../../../../src/core/profiling/profile.ts';
import { clopperPearsonUpper } from '../../../../src/core/statistics/clopperPearson.ts';
import { byLabel, type LatentModel, type LatentWorld, latentWorld, REFERENCE } from '../../../support/latentModels.ts';

const good: LatentModel = { id: 'test/good', costUSD: 0.1, deviation: 0.01 };
const sure: LatentModel = { id: 'test/sure', costUSD: 0.1, deviation: 0.2, certain: true };
const poor: LatentModel = { id: 'test/poor', costUSD: 0.05, deviation: 0.5 };
const dear: LatentModel = { id: 'test/dear', costUSD: 1.2, deviation: 0.001 };

describe('profileCertified', () => {
  it('recommends a model that is good enough alone, with a bound at most delta', async () => {
    const result = await profile([good, poor], { items: 2000 });
    assert.deepEqual(result.recommendation, { kind: 'single', stages: [{ model: good.id, share: 1 }] });
    assert.ok(result.guarantee.deviationUpperBound <= 0.05);
    assert.ok(Math.abs(result.savings.ratio - 10) < 1e-9, `${result.savings.ratio}`);
  });

  it('defers by certainty where a model is good only when it is sure', async () => {
    const result = await profile([sure], { items: 3000 });
    assert.equal(result.recommendation.kind, 'cascade');
    assert.deepEqual(
      result.recommendation.stages.map(({ model }) => model),
      [sure.id, REFERENCE],
    );
    assert.ok(result.savings.ratio > 1.3, `${result.savings.ratio}`);
  });

  it('uses the agreement of two cheap models that give no certainty', async () => {
    const twins = [
      { id: 'test/a', costUSD: 0.03, deviation: 0.15 },
      { id: 'test/b', costUSD: 0.04, deviation: 0.15 },
    ];
    const result = await profile(twins, { items: 3000 });
    assert.equal(result.recommendation.kind, 'cascade');
    assert.equal(result.recommendation.stages.length, 3);
    assert.ok(result.savings.ratio > 2, `${result.savings.ratio}`);
  });

  it('mixes with the reference where nothing can be judged', async () => {
    const world = latentWorld([{ id: 'test/blind', costUSD: 0.1, deviation: 0.1 }], { seed: 3, items: 3000 });
    const { labels: _labels, labelOf: _labelOf, same: _same, ...blind } = byLabel;
    const result = await run(world, ['test/blind'], {}, blind);
    assert.equal(result.recommendation.kind, 'mix');
    const share = result.recommendation.stages[0]!.share;
    const { deviations, items, certificate } = result.guarantee;
    const level = certificate!.alpha * certificate!.looks[certificate!.look]!.alphaShare;
    assert.ok(Math.abs(share - 0.05 / clopperPearsonUpper(deviations, items, level)) < 1e-9);
  });

  it('keeps the reference where nothing is good, after little', async () => {
    const hopeless = { ...poor, costUSD: 0.97 };
    const result = await profile([hopeless], { items: 3000, seed: 2, volume: 1000 });
    assert.equal(result.recommendation.kind, 'reference');
    assert.deepEqual([result.guarantee.deviationUpperBound, result.savings.ratio], [0, 1]);
    assert.ok(result.items < 600, `${result.items} items`);
  });

  // In these worlds a poor model does well on the first sixteen rows, and the good one badly.
  for (const seed of [6, 22, 25, 29])
    it(`is not taken in by one of many cheap models that was lucky (seed ${seed})`, async () => {
      const crowd = Array.from({ length: 12 }, (_, index) => ({
        id: `test/poor${index}`,
        costUSD: 0.02,
        deviation: 0.25,
      }));
      const models = [...crowd, { id: 'test/found', costUSD: 0.02, deviation: 0.08 }];
      const world = latentWorld(models, { seed, items: 1000 });
      const { labels: _labels, labelOf: _labelOf, same: _same, ...blind } = byLabel;
      const ids = models.map(({ id }) => id);
      const result = await run(world, ids, { delta: 0.2, volume: 1_000_000, seed }, blind);
      assert.deepEqual(result.recommendation, { kind: 'single', stages: [{ model: 'test/found', share: 1 }] });
    });

  it('asks a model that costs more than the reference about no more than the first items', async () => {
    const world = latentWorld([good, dear], { seed: 1, items: 1000 });
    const result = await run(world, [good.id, dear.id], {});
    assert.equal(world.source.asked.get(dear.id), 2);
    assert.equal(result.models.find(({ id }) => id === dear.id)?.status, 'not needed');
  });

  it('does not ask the reference where no policy in play would keep an answer', async () => {
    const hard: LatentModel = { id: 'test/hard', costUSD: 0.1, deviation: 0.5, certain: true };
    const world = latentWorld([hard], { seed: 1, items: 4000 });
    const result = await run(world, [hard.id], { delta: 0.02, volume: 10_000_000 });
    assert.equal(result.items, 4000);
    assert.ok(world.source.asked.get(REFERENCE)! < 0.9 * result.items, `${world.source.asked.get(REFERENCE)}`);
  });

  it('asks nobody twice about an item', async () => {
    const world = latentWorld([sure, good], { seed: 5, items: 800 });
    const result = await run(world, [sure.id, good.id], {});
    for (const [model, calls] of world.source.asked) assert.ok(calls <= result.items, `${model}: ${calls}`);
  });

  it('gives the same result for the same seed, and says the seed', async () => {
    const [one, other] = await Promise.all([
      profile([sure, poor], { items: 1000 }),
      profile([sure, poor], { items: 1000 }),
    ]);
    assert.deepEqual(one, other);
    assert.equal(one.request.seed, 7);
  });

  it('states a certificate that its own numbers bear out', async () => {
    const { guarantee } = await profile([sure], { items: 2000 });
    const { certificate, deviations, items } = guarantee;
    const look = certificate!.looks[certificate!.look]!;
    assert.equal(items, look.items);
    assert.ok(deviations <= look.mostDeviations);
    assert.ok(certificate!.alpha <= 0.05 + 1e-12);
    assert.equal(
      guarantee.deviationUpperBound,
      clopperPearsonUpper(deviations, items, certificate!.alpha * look.alphaShare),
    );
  });

  it('in batch scope leaves at most the allowed rows deviating, and counts what profiling cost', async () => {
    const world = latentWorld([sure], { seed: 11, items: 2000 });
    const result = await run(world, [sure.id], { scope: 'batch', rows: 2000, delta: 0.1 });
    assert.equal(result.guarantee.certificate?.test, 'hypergeometric');
    assert.equal(result.guarantee.certificate?.limit, 200);
    const total = (2000 * result.referencePerCallUSD) / result.savings.ratio;
    assert.ok(total > result.profilingUSD && total < 2000, `${total}`);
    assert.ok(result.savings.ratio > 1.2, `${result.savings.ratio}`);
  });

  it('gives a chain’s first look nearly all of the error level in batch scope too, and spreads a mix’s', async () => {
    const world = latentWorld([sure], { seed: 11, items: 6000 });
    const batch = { scope: 'batch', rows: 6000, delta: 0.05 } as const;
    const chain = await run(world, [sure.id], batch);
    const { labels: _labels, labelOf: _labelOf, same: _same, ...blind } = byLabel;
    const coin = latentWorld([{ id: 'test/blind', costUSD: 0.1, deviation: 0.1 }], { seed: 3, items: 6000 });
    const mix = await run(coin, ['test/blind'], batch, blind);
    assert.deepEqual([chain.recommendation.kind, mix.recommendation.kind], ['cascade', 'mix']);
    const sharesOf = ({ guarantee }: ProfileResult) => guarantee.certificate!.looks.map(({ alphaShare }) => alphaShare);
    assert.ok(sharesOf(chain).length > 1 && sharesOf(chain)[0]! > 0.7, sharesOf(chain).join());
    assert.ok(sharesOf(mix).length > 1 && new Set(sharesOf(mix)).size === 1, sharesOf(mix).join());
  });

  it('reports missing answers and uses no item that lacks one', async () => {
    const flaky: LatentModel = { ...good, missing: 0.1 };
    const result = await profile([flaky], { items: 1500 });
    assert.ok(result.models.find(({ id }) => id === flaky.id)!.missing > 0);
    const [warning] = result.warnings;
    assert.ok(warning?.code === 'missing-answers' && warning.model === flaky.id && warning.missing > 0);
    assert.equal(result.recommendation.kind, 'single');
  });

  it('tests a look that came short of items by what those items allow', async () => {
    // So few items, and so many lost ones, that the planned look is never filled.
    const flaky: LatentModel = { ...sure, missing: 0.3 };
    const result = await profile([flaky], { items: 250, delta: 0.2 });
    const { guarantee } = result;
    assert.equal(result.stopped, 'out of items');
    assert.ok(guarantee.items < guarantee.certificate!.looks.at(-1)!.items);
    assert.ok(guarantee.deviationUpperBound <= 0.2, `${guarantee.deviationUpperBound}`);
  });

  it('ends at the spending cap with what is certified by then, and throws where it allows no item', async () => {
    const world = latentWorld([good], { seed: 4, items: 5000, capUSD: 300 });
    const result = await run(world, [good.id], { delta: 0.015, volume: 100_000_000 });
    assert.equal(result.stopped, 'spending cap');
    assert.ok(result.profilingUSD <= 300);
    assert.ok(result.guarantee.deviationUpperBound <= 0.015);
    const nothing = latentWorld([good], { seed: 4, items: 50, capUSD: 0.5 });
    await assert.rejects(run(nothing, [good.id], {}), SpendingCapError);
  });

  for (const items of [1, 2, 5, 20]) {
    it(`promises no more than ${items} item${items === 1 ? '' : 's'} can show`, async () => {
      const result = await profile([good, sure], { items });
      assert.ok(result.items <= items);
      assert.ok(result.guarantee.deviationUpperBound <= 0.05 + 1e-12);
      // Even if no item ever deviates, only delta over the bound 1 - 0.05^(1/items) of the inputs may go to a model that costs a tenth.
      const share = Math.min(1, 0.05 / (1 - 0.05 ** (1 / items)));
      assert.ok(result.savings.ratio <= 1 / (1 - 0.9 * share) + 1e-9, `${result.savings.ratio}`);
    });
  }

  it('throws where the reference answered nothing', async () => {
    const world = latentWorld([good], { seed: 1, items: 100, referenceMissing: 1 });
    await assert.rejects(run(world, [good.id], {}), NoEvidenceError);
  });

  it('rejects with the reason of an aborted signal', async () => {
    const world = latentWorld([good], { seed: 1, items: 100 });
    const stopped = new Error('stopped');
    const events = profileCertified(
      requestFor([good.id], world, {}),
      world.items,
      { source: world.source, equivalence: byLabel },
      AbortSignal.abort(stopped),
    );
    await assert.rejects(events.next(), stopped);
  });

  it('copes with 24 models', async () => {
    const many = Array.from(
      { length: 24 },
      (_, place): LatentModel => ({
        id: `test/m${place}`,
        costUSD: 0.02 * (place + 1),
        deviation: 0.5 / (place + 2),
        certain: place % 2 === 0,
      }),
    );
    const result = await profile(many, { items: 1500 });
    assert.equal(result.models.length, 25);
    assert.ok(result.savings.ratio > 2, `${result.savings.ratio}`);
  });

  it('says while it chooses what it expects to save, with a range around it', async () => {
    const world = latentWorld([sure], { seed: 7, items: 1000 });
    const deps = { source: world.source, equivalence: byLabel };
    const seen = [];
    for await (const event of profileCertified(
      requestFor([sure.id], world, {}),
      world.items,
      deps,
      new AbortController().signal,
    ))
      if (event.type === 'progress' && event.expected) seen.push(event.expected);
    assert.ok(seen.length > 0);
    for (const { models, savings } of seen) {
      assert.deepEqual(models, [sure.id]);
      assert.ok(savings.interval!.lower <= savings.ratio && savings.ratio <= savings.interval!.upper);
      assert.ok(savings.ratio > 1);
    }
  });

  it('measures how well token probabilities tell agreement', async () => {
    const { calibration = [] } = await profile([sure, poor], { items: 2000 });
    const found = calibration.find(({ model }) => model === sure.id)!;
    assert.ok(found.areaUnderROC! > 0.6, `${found.areaUnderROC}`);
    assert.ok(found.expectedCalibrationError < 0.06, `${found.expectedCalibrationError}`);
    assert.equal(
      calibration.some(({ model }) => model === poor.id),
      false,
    );
  });
});

function profile(
  models: readonly LatentModel[],
  options: { items: number; seed?: number } & Partial<ProfileRequest>,
): Promise<ProfileResult> {
  const { items, seed = 7, ...request } = options;
  return run(
    latentWorld(models, { seed, items }),
    models.map(({ id }) => id),
    request,
  );
}

async function run(
  world: LatentWorld,
  models: readonly string[],
  request: Partial<ProfileRequest>,
  equivalence: Parameters<typeof profileCertified>[2]['equivalence'] = byLabel,
): Promise<ProfileResult> {
  const events: ProfileEvent[] = [];
  const deps = { source: world.source, equivalence };
  for await (const event of profileCertified(
    requestFor(models, world, request),
    world.items,
    deps,
    new AbortController().signal,
  ))
    events.push(event);
  const last = events.at(-1);
  assert.equal(events.filter(({ type }) => type === 'done').length, 1);
  assert.ok(last?.type === 'done');
  return last.result;
}

function requestFor(models: readonly string[], world: LatentWorld, request: Partial<ProfileRequest>): ProfileRequest {
  return {
    method: 'certified',
    delta: 0.05,
    confidence: 0.95,
    scope: 'stream',
    reference: REFERENCE,
    models,
    unpriced: [],
    rows: world.items.length,
    volume: 100_000,
    seed: 7,
    ...request,
  };
}
