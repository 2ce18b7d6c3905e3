import assert from 'node:assert/strict';
import { SpendingCapError } from '../../../src/core/calls/spendingCapError.ts';
import type { ProfileItem } from '../../../src/core/profiling/answerSource.ts';
import { NoEvidenceError } from '../../../src/core/profiling/noEvidenceError.ts';
import {
  type ModelReport,
  type ProfileEvent,
  type ProfileRequest,
  type ProfileResult,
  profileMethods,
} from '../../../src/core/profiling/profile.ts';
import { profileWithSmart } from '../../../src/core/profiling/smart.ts';
import { clopperPearsonInterval, clopperPearsonLower } from '../../../src/core/statistics/clopperPearson.ts';
import { cheapestMix } from '../../../src/core/statistics/shareMix.ts';
import {
  AGREED,
  type CoinFlipSource,
  type CoinModel,
  coinFlipItems,
  coinFlipSource,
  sameText,
} from '../../support/coinFlipSource.ts';

const REFERENCE: CoinModel = { id: 'reference', costUSD: 30, agreement: 1 };
const GOOD: CoinModel = { id: 'good', costUSD: 1, agreement: 0.97 };
/** A signal that is never given. */
const NEVER = new AbortController().signal;
const BAD: CoinModel = { id: 'bad', costUSD: 0.5, agreement: 0.5 };

describe('profileWithSmart', () => {
  for (const method of profileMethods) {
    it(`${method} gives the same events for the same seed, and others for another`, async () => {
      const models = [BAD, { ...GOOD, agreement: 0.93, missing: 0.03 }, { ...REFERENCE, missing: 0.01 }];
      const first = await profile(models, { method, seed: 5, items: 2000 });
      assert.deepEqual((await profile(models, { method, seed: 5, items: 2000 })).events, first.events);
      assert.notDeepEqual((await profile(models, { method, seed: 6, items: 2000 })).events, first.events);
    });
  }

  it('is decided at the first check at which the cheapest model satisfies', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { result } = await profile([GOOD, { ...GOOD, id: 'dearer', costUSD: 2 }], { seed });
      assert.equal(result.stopped, 'decided');
      assert.deepEqual(result.recommendation, { kind: 'single', stages: [{ model: 'good', share: 1 }] });
      assert.equal(statusOf(result, 'good'), 'satisfies');
      assert.equal(result.items, await itemsToSatisfy(GOOD, seed));
    }
  });

  it('asks a model that is too far off no more, and goes on with the others', async () => {
    const { result, source } = await profile([BAD, { ...GOOD, agreement: 0.93 }], { seed: 3 });
    const bad = reportOf(result, 'bad');
    assert.equal(bad.status, 'too far off');
    assert.ok(bad.items < result.items);
    assert.equal(bad.items % 10, 0);
    assert.ok(bad.deviationInterval.lower > 0.1);
    assert.deepEqual(itemsAsked(source, 'bad'), range(bad.items));
    assert.equal(result.recommendation.stages[0]?.model, 'good');
  });

  it('never asks a model dearer than the cheapest satisfying one once that is settled', async () => {
    // At exactly delta the first stays open for long, so that the profile goes on after the second is settled.
    const models = [
      { id: 'borderline', costUSD: 1, agreement: 0.9 },
      { id: 'satisfies', costUSD: 2, agreement: 1 },
      { id: 'dearer', costUSD: 3, agreement: 0.93 },
    ];
    const { result, source } = await profile(models, { seed: 2, method: 'smart-all', items: 500 });
    const settledAfter = reportOf(result, 'satisfies').items;
    assert.equal(settledAfter, 40);
    assert.deepEqual(itemsAsked(source, 'satisfies'), range(settledAfter));
    assert.deepEqual(itemsAsked(source, 'dearer'), range(settledAfter));
    assert.equal(statusOf(result, 'dearer'), 'dearer');
    assert.ok(reportOf(result, 'borderline').items > settledAfter);
    assert.deepEqual(itemsAsked(source, 'reference'), range(result.items));
  });

  it('never asks a model that costs no less than the reference, beyond the first ten items that show it', async () => {
    const { result, source } = await profile([{ id: 'dear', costUSD: 30, agreement: 1 }], { seed: 1 });
    assert.equal(result.stopped, 'decided');
    assert.equal(result.items, 10);
    assert.equal(itemsAsked(source, 'dear').length, 10);
    assert.equal(result.recommendation.kind, 'reference');
  });

  it('smart stops as not worth it where smart-all asks on to the last item', async () => {
    // A model that may or may not satisfy saves a sixth of the cost, on 900 items to come; proving it takes most of them.
    const models = [{ id: 'borderline', costUSD: 25, agreement: 0.9 }];
    const smart = await profile(models, { method: 'smart', seed: 1, items: 1000, scope: 'batch' });
    assert.equal(smart.result.stopped, 'not worth it');
    assert.equal(smart.result.items, 100);
    assert.equal(smart.result.recommendation.kind, 'reference');
    const all = await profile(models, { method: 'smart-all', seed: 1, items: 1000, scope: 'batch' });
    assert.equal(all.result.stopped, 'out of items');
    assert.equal(all.result.items, 1000);
    assert.ok(all.result.profilingUSD > smart.result.profilingUSD);
  });

  it('smart does not stop before the hundredth item', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const models = [{ id: 'borderline', costUSD: 29, agreement: 0.9 }];
      const { result } = await profile(models, { method: 'smart', seed, items: 300 });
      assert.ok(result.items >= 100 || result.stopped === 'decided');
    }
  });

  it('smart looks no further ahead than there are items to profile, however large the volume', async () => {
    // With 350 rows a rate near 0.91 cannot be shown to exceed 0.9, whatever a million calls to come would make of it.
    const models = [{ id: 'borderline', costUSD: 1, agreement: 0.91 }];
    const few = await profile(models, { method: 'smart', seed: 4, items: 350, volume: 1_000_000 });
    assert.equal(few.result.stopped, 'not worth it');
    const many = await profile(models, { method: 'smart', seed: 4, items: 5000, volume: 1_000_000 });
    assert.ok(many.result.items > few.result.items);
  });

  it('smart counts profiled items as answered in batch scope only', async () => {
    let stoppedEarlier = 0;
    for (let seed = 1; seed <= 20; seed++) {
      // After 100 items both have 200 to come; in stream scope none of them is done by profiling.
      const models = [{ id: 'borderline', costUSD: 1, agreement: 0.92 }];
      const batch = await profile(models, { method: 'smart', seed, items: 300, scope: 'batch' });
      const stream = await profile(models, { method: 'smart', seed, items: 300, scope: 'stream', volume: 200 });
      assert.ok(stream.result.items <= batch.result.items, `seed ${seed}`);
      if (stream.result.items < batch.result.items) stoppedEarlier++;
    }
    assert.ok(stoppedEarlier > 0);
  });

  it('gives up on a model that never answers, and is not stopped by it', async () => {
    const open = { id: 'open', costUSD: 1, agreement: 0.93 };
    const silent = { id: 'silent', costUSD: 1, agreement: 1, missing: 1 };
    const without = await profile([open], { method: 'smart', seed: 8, items: 3000 });
    const beside = await profile([open, silent], { method: 'smart', seed: 8, items: 3000 });
    assert.ok(without.result.items > 100);
    assert.equal(beside.result.items, without.result.items);
    assert.deepEqual(beside.result.recommendation, without.result.recommendation);
    assert.equal(statusOf(beside.result, 'silent'), 'failing');
    assert.equal(beside.result.models.find(({ id }) => id === 'silent')?.missing, 20);
  });

  it('recommends the reference when the items run out with nothing settled', async () => {
    const { result } = await profile([{ id: 'open', costUSD: 1, agreement: 0.9 }], { method: 'smart-all', items: 25 });
    assert.equal(result.stopped, 'out of items');
    assert.equal(result.items, 25);
    assert.deepEqual(result.recommendation, { kind: 'reference', stages: [{ model: 'reference', share: 1 }] });
    assert.equal(result.guarantee.deviationUpperBound, 0);
    assert.equal(result.guarantee.deviations, 0);
    assert.equal(result.guarantee.items, 25);
    assert.equal(statusOf(result, 'open'), 'open');
  });

  it('states the bound that it rests on, and that the promise is the paper’s', async () => {
    for (const method of profileMethods) {
      const { result } = await profile([GOOD], { method, seed: 1 });
      assert.equal(result.guarantee.basis, 'paper');
      assert.equal(result.guarantee.method, method);
    }
    const { result } = await profile([BAD, GOOD], { method: 'smart', seed: 1 });
    const good = reportOf(result, 'good');
    const interval = clopperPearsonInterval(good.deviations, good.items, 0.95);
    assert.deepEqual(good.deviationInterval, interval);
    assertNear(result.guarantee.deviationUpperBound, interval.upper);
    assert.ok(result.guarantee.deviationUpperBound <= 0.1);
    assert.equal(result.guarantee.deviations, good.deviations);
    assert.equal(result.guarantee.items, good.items);
  });

  it('reports the models as asked for, the reference first, and asks no unpriced one', async () => {
    const { result, source } = await profile([GOOD, BAD], { request: { unpriced: ['unknown'] } });
    assert.deepEqual(
      result.models.map(({ id }) => id),
      ['reference', 'good', 'bad', 'unknown'],
    );
    assert.deepEqual(reportOf(result, 'unknown'), {
      id: 'unknown',
      items: 0,
      deviations: 0,
      missing: 0,
      deviationInterval: { lower: 0, upper: 1 },
      costPerCallUSD: undefined,
      accuracy: undefined,
      status: 'unpriced',
    });
    assert.deepEqual(reportOf(result, 'reference').deviationInterval, { lower: 0, upper: 0 });
    assert.equal(itemsAsked(source, 'unknown').length, 0);
  });

  it('passes the reference over when it is among the models', async () => {
    const { result, source } = await profile([GOOD, REFERENCE], { seed: 1 });
    assert.equal(result.models.length, 2);
    assert.deepEqual(itemsAsked(source, 'reference'), range(result.items));
  });

  it('counts right answers against gold labels', async () => {
    const { result } = await profile([GOOD], { seed: 1 });
    const good = reportOf(result, 'good');
    // The reference always gives the gold answer here, so to agree with it is to be right.
    assert.equal(good.accuracy, (good.items - good.deviations) / good.items);
    assert.equal(reportOf(result, 'reference').accuracy, 1);
  });

  it('reports progress as the items grow and ends with one result', async () => {
    const { events, result } = await profile([{ ...GOOD, agreement: 0.91 }], { method: 'smart-all', items: 3000 });
    assert.equal(events.filter(({ type }) => type === 'done').length, 1);
    assert.equal(events.at(-1)?.type, 'done');
    let items = 0;
    let costUSD = 0;
    for (const event of events) {
      if (event.type === 'done') continue;
      assert.ok(event.items > items && event.items <= Math.max(items + 10, items * 1.03));
      assert.ok(event.costUSD > costUSD);
      assert.equal(event.itemLimit, 3000);
      ({ items, costUSD } = event);
    }
    assert.equal(items, result.items);
    assert.equal(costUSD, result.profilingUSD);
  });
});

describe('profileWithSmart, missing answers', () => {
  it('counts a missing answer as neither deviation nor agreement', async () => {
    const { result, source } = await profile([{ ...GOOD, missing: 0.2 }], { seed: 1 });
    const good = reportOf(result, 'good');
    assert.ok(good.missing > 0);
    assert.equal(good.items + good.missing, result.items);
    assert.equal(itemsAsked(source, 'good').length, result.items);
    assert.equal(good.costPerCallUSD, 1);
    // Had they counted as deviations, the model would have been dropped.
    assert.equal(good.status, 'satisfies');
    const { agreements, missing } = await flipped({ ...GOOD, missing: 0.2 }, 1, result.items);
    assert.equal(good.missing, missing);
    assert.equal(good.deviations, result.items - missing - agreements);
  });

  it('uses no item that the reference did not answer', async () => {
    const { result } = await profile([GOOD], { seed: 1, reference: { ...REFERENCE, missing: 0.2 } });
    const reference = reportOf(result, 'reference');
    assert.ok(reference.missing > 0);
    assert.equal(reference.items + reference.missing, result.items);
    assert.equal(reportOf(result, 'good').items, reference.items);
  });

  it('warns above 2 %, naming the model and the counts', async () => {
    const { result } = await profile([{ ...GOOD, missing: 0.2 }], { seed: 1 });
    const { missing } = reportOf(result, 'good');
    assert.deepEqual(result.warnings, [
      { code: 'missing-answers', model: 'good', missing, asked: result.items, lastFailure: 'the coin said so' },
    ]);
  });

  it('does not warn at 2 % or less', async () => {
    // Of 300 items, 6 are 2 %: the first seed with at most that many missing, and the first with more.
    const models = [{ id: 'open', costUSD: 1, agreement: 0.9, missing: 0.02 }];
    const warned = new Map<boolean, number>();
    for (let seed = 1; seed <= 20; seed++) {
      const { result } = await profile(models, { method: 'smart-all', seed, items: 300 });
      if (result.items !== 300) continue;
      const { missing } = reportOf(result, 'open');
      assert.equal(result.warnings.length, missing > 6 ? 1 : 0, `${missing} missing`);
      warned.set(missing > 6, missing);
    }
    assert.equal(warned.size, 2);
  });

  it('says that there is no evidence when the reference never answers', async () => {
    await assert.rejects(
      profile([GOOD], { items: 30, reference: { ...REFERENCE, missing: 1 } }),
      (error) => error instanceof NoEvidenceError && error.reference === 'reference' && error.asked === 30,
    );
  });

  it('says that there is no evidence without items', async () => {
    await assert.rejects(profile([GOOD], { items: 0 }), NoEvidenceError);
  });
});

describe('profileWithSmart, spending cap', () => {
  it('keeps the items that are complete when the cap ends a round', async () => {
    // Ten items cost 315; the second round's first three fit, and the reference's call on the fourth, but not the model's.
    const { result, source } = await profile([{ id: 'open', costUSD: 1.5, agreement: 0.9 }], {
      method: 'smart-all',
      capUSD: 315 + 3 * 31.5 + 30,
    });
    assert.equal(result.stopped, 'spending cap');
    assert.equal(result.items, 13);
    assert.equal(reportOf(result, 'open').items, 13);
    assert.equal(result.profilingUSD, source.costUSD);
    assert.ok(result.profilingUSD <= 315 + 3 * 31.5 + 30);
    assert.equal(result.recommendation.kind, 'reference');
  });

  it('recommends what the complete items of the last round prove', async () => {
    const model = { id: 'sure', costUSD: 1, agreement: 1 };
    // 36 agreements in a row prove 0.9; the cap falls on the 38th item.
    const { result } = await profile([model], { capUSD: 37 * 31 + 5 });
    assert.equal(result.stopped, 'spending cap');
    assert.equal(result.items, 37);
    assert.deepEqual(result.recommendation.stages, [{ model: 'sure', share: 1 }]);
  });

  it('rejects when the cap does not allow one item', async () => {
    await assert.rejects(profile([GOOD], { capUSD: 30.5 }), SpendingCapError);
  });
});

describe('profileWithSmart, cancelled', () => {
  it('asks nothing when it is cancelled from the start', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by the test');
    controller.abort(reason);
    const source = coinFlipSource([REFERENCE, GOOD], { seed: 1, items: 100 });
    await assert.rejects(collect(request([GOOD], 100), source, 100, controller.signal), reason);
    assert.equal(source.asked.length, 0);
  });

  it('asks nothing more once it is cancelled', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by the test');
    const source = coinFlipSource([REFERENCE, GOOD], { seed: 1, items: 1000 });
    // A source that looks at no signal: the profile itself has to stop.
    const deaf = { ...source, answer: (model: string, item: ProfileItem) => source.answer(model, item, NEVER) };
    const events = profileWithSmart(
      request([GOOD], 1000),
      coinFlipItems(1000),
      { source: deaf, equivalence: sameText },
      controller.signal,
    );
    const first = await events.next();
    assert.equal(first.value?.type, 'progress');
    controller.abort(reason);
    await assert.rejects(events.next(), reason);
    assert.equal(source.asked.length, 20);
    assert.deepEqual(await events.next(), { done: true, value: undefined });
  });

  it('passes on what the source rejects with', async () => {
    const failure = new Error('wrong key');
    const source = coinFlipSource([REFERENCE, GOOD], { seed: 1, items: 100 });
    const broken = {
      costUSD: 0,
      answer: (...call: Parameters<typeof source.answer>) =>
        call[1].id === '12' ? Promise.reject(failure) : source.answer(...call),
    };
    await assert.rejects(collect(request([GOOD], 100), broken, 100), failure);
  });
});

describe('profileWithSmart, smart-mix', () => {
  const open = { id: 'open', costUSD: 1, agreement: 0.9 };

  it('splits the rest so that its promised agreement is just enough, profiled items counted in batch scope', async () => {
    for (const scope of ['batch', 'stream'] as const) {
      const { result } = await profile([open], {
        method: 'smart-mix',
        seed: 4,
        items: 400,
        volume: 400,
        scope,
        delta: 0.05,
      });
      assert.equal(result.recommendation.kind, 'mix');
      assert.equal(result.recommendation.stages.length, 2);
      const { items, deviations } = reportOf(result, 'open');
      // N = 400: of the 400 - n to come (1 - delta - n / N) N / (N - n) have to agree; in stream scope simply 1 - delta.
      const target = scope === 'batch' ? ((1 - 0.05 - result.items / 400) * 400) / (400 - result.items) : 0.95;
      // One model is used, so it may have all of the confidence: its bound at 0.95.
      const bound = clopperPearsonLower(items - deviations, items, 0.025);
      const share = (1 - target) / (1 - bound);
      assertNear(shareOf(result, 'open'), share);
      assertNear(shareOf(result, 'reference'), 1 - share);
      assertNear(result.guarantee.deviationUpperBound, 0.05);
      assertNear(result.policyPerCallUSD, share * 1 + (1 - share) * 30);
      assert.equal(result.guarantee.items, items);
      assert.equal(result.guarantee.deviations, deviations);
    }
  });

  it('is the cheapest mix of five levels per model between the confidence and 1', async () => {
    let claimedTwice = 0;
    for (const scope of ['batch', 'stream'] as const) {
      for (let seed = 1; seed <= 10; seed++) {
        const models = [
          { id: 'a', costUSD: 1, agreement: 0.8 },
          { id: 'b', costUSD: 9, agreement: 0.95 },
        ];
        // In batch scope the cap falls when half of the rows are profiled, which leaves room to mix the two below the reference.
        const run = { method: 'smart-mix', seed, items: 400, delta: 0.05, scope, capUSD: 200 * 40 } as const;
        const { result } = await profile(models, run);
        const options = result.models.map(({ id, items, deviations, costPerCallUSD }) => ({
          cost: costPerCallUSD!,
          bounds:
            id === 'reference'
              ? [{ confidence: 1, agreement: 1 }]
              : [
                  ...[0.95, 0.96, 0.97, 0.98, 0.99].map((confidence) => ({
                    confidence,
                    agreement: clopperPearsonInterval(items - deviations, items, confidence).lower,
                  })),
                  { confidence: 1, agreement: 0 },
                ],
        }));
        const target = scope === 'batch' ? ((1 - 0.05 - result.items / 400) * 400) / (400 - result.items) : 0.95;
        const mix = cheapestMix(options, target, 0.95);
        assertNear(result.policyPerCallUSD, mix!.cost);
        const claimed = mix!.shares.filter(({ option, bound }) => options[option]!.bounds[bound]!.confidence < 1);
        if (claimed.length === 2) claimedTwice++;
      }
    }
    assert.ok(claimedTwice > 0);
  });

  it('uses a model of which nothing is claimed for what the target leaves over', async () => {
    // The good model takes the confidence; a cheaper one that is dropped gets the slack between its bound and the target.
    const { result } = await profile([BAD, GOOD], { method: 'smart-mix', seed: 1, volume: 1000 });
    const good = reportOf(result, 'good');
    const bound = clopperPearsonLower(good.items - good.deviations, good.items, 0.025);
    assert.deepEqual(result.recommendation.stages.map(({ model }) => model).sort(), ['bad', 'good']);
    assertNear(shareOf(result, 'bad'), 1 - 0.9 / bound);
    assertNear(result.policyPerCallUSD, 1 - 0.5 * shareOf(result, 'bad'));
    assertNear(result.guarantee.deviationUpperBound, 0.1);
  });

  it('costs at most what the single model costs, for the same seed', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const models = [BAD, { ...GOOD, agreement: 0.93 }, { id: 'dearer', costUSD: 4, agreement: 0.99 }];
      const single = await profile(models, { method: 'smart', seed, items: 2000, scope: 'batch' });
      const mix = await profile(models, { method: 'smart-mix', seed, items: 2000, scope: 'batch' });
      assert.equal(mix.result.items, single.result.items);
      assert.ok(mix.result.policyPerCallUSD <= single.result.policyPerCallUSD + 1e-12, `seed ${seed}`);
    }
  });

  it('recommends what is proven when every row has been profiled, not what is merely cheap', async () => {
    const { result } = await profile([open], { method: 'smart-mix', seed: 1, items: 60, scope: 'batch' });
    assert.equal(result.items, 60);
    assert.deepEqual(result.recommendation, { kind: 'reference', stages: [{ model: 'reference', share: 1 }] });
  });
});

interface ProfileOptions {
  readonly method?: ProfileRequest['method'];
  readonly seed?: number;
  readonly items?: number;
  readonly volume?: number;
  readonly scope?: ProfileRequest['scope'];
  readonly delta?: number;
  readonly capUSD?: number;
  readonly reference?: CoinModel;
  readonly request?: Partial<ProfileRequest>;
}

/** Profiles coin-flip models against a reference of cost 30; by default 1,000 items, smart-all, stream scope, delta 0.1 at 0.95. */
async function profile(
  models: readonly CoinModel[],
  { items = 1000, seed = 1, reference = REFERENCE, capUSD = Number.POSITIVE_INFINITY, ...options }: ProfileOptions,
): Promise<{ events: ProfileEvent[]; result: ProfileResult; source: CoinFlipSource }> {
  const coins = models.some(({ id }) => id === reference.id) ? models : [...models, reference];
  const source = coinFlipSource(coins, { seed, items, capUSD });
  const { request: changes, ...flags } = options;
  const events = await collect({ ...request(models, items), seed, ...flags, ...changes }, source, items);
  const last = events.at(-1);
  assert.ok(last?.type === 'done');
  return { events, result: last.result, source };
}

function request(models: readonly CoinModel[], items: number): ProfileRequest {
  return {
    method: 'smart-all',
    delta: 0.1,
    confidence: 0.95,
    scope: 'stream',
    reference: 'reference',
    models: models.map(({ id }) => id),
    unpriced: [],
    rows: items,
    volume: 100_000,
    seed: 1,
  };
}

async function collect(
  asked: ProfileRequest,
  source: Pick<CoinFlipSource, 'costUSD' | 'answer'>,
  items: number,
  signal = NEVER,
): Promise<ProfileEvent[]> {
  const events: ProfileEvent[] = [];
  for await (const event of profileWithSmart(asked, coinFlipItems(items), { source, equivalence: sameText }, signal))
    events.push(event);
  return events;
}

function reportOf(result: ProfileResult, id: string): ModelReport {
  const report = result.models.find((model) => model.id === id);
  assert.ok(report, `no report of ${id}`);
  return report;
}

function statusOf(result: ProfileResult, id: string): ModelReport['status'] {
  return reportOf(result, id).status;
}

function shareOf(result: ProfileResult, id: string): number {
  return result.recommendation.stages.find(({ model }) => model === id)?.share ?? 0;
}

function itemsAsked(source: CoinFlipSource, id: string): number[] {
  return source.asked.filter(({ model }) => model === id).map(({ item }) => Number(item));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9, `${actual}, not ${expected}`);
}

/** The first multiple of ten items whose interval lies above the target, from the coins themselves. */
async function itemsToSatisfy(model: CoinModel, seed: number): Promise<number> {
  for (let items = 10; ; items += 10) {
    const { agreements, missing } = await flipped(model, seed, items);
    if (clopperPearsonInterval(agreements, items - missing, 0.95).lower >= 0.9) return items;
  }
}

/** What the first coins of a model show. */
async function flipped(
  model: CoinModel,
  seed: number,
  items: number,
): Promise<{ agreements: number; missing: number }> {
  const source = coinFlipSource([model], { seed, items });
  const outcomes = await Promise.all(coinFlipItems(items).map((item) => source.answer(model.id, item, NEVER)));
  return {
    agreements: outcomes.filter((outcome) => outcome.kind === 'answered' && outcome.text === AGREED).length,
    missing: outcomes.filter(({ kind }) => kind === 'missing').length,
  };
}
