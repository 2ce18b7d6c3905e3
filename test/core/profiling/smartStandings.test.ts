import assert from 'node:assert/strict';
import { ModelEvidence } from '../../../src/core/profiling/evidence.ts';
import type { ModelStatus } from '../../../src/core/profiling/profile.ts';
import { SmartStandings } from '../../../src/core/profiling/smartStandings.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';
import { binomialUpperTail, clopperPearsonInterval } from '../../../src/core/statistics/clopperPearson.ts';
import golden from '../../oracles/falseCertificates.json' with { type: 'json' };

const REQUEST = { delta: 0.1, confidence: 0.95 };

interface Seen {
  readonly model: string;
  readonly agreements: number;
  readonly deviations: number;
  readonly costUSD: number;
}

describe('SmartStandings.update', () => {
  it('settles a model as its Clopper-Pearson interval lies, for every count of 10 to 120 items', () => {
    const statuses = new Set<ModelStatus>();
    for (let items = 10; items <= 120; items += 10) {
      for (let agreements = 0; agreements <= items; agreements++) {
        const { standings, candidates } = settle([
          { model: 'a', agreements, deviations: items - agreements, costUSD: 1 },
        ]);
        const { lower, upper } = clopperPearsonInterval(agreements, items, REQUEST.confidence);
        const expected = upper < 0.9 ? 'too far off' : lower >= 0.9 ? 'satisfies' : 'open';
        assert.equal(standings.statusOf(candidates[0]!), expected, `${agreements} of ${items}`);
        statuses.add(expected);
      }
    }
    assert.equal(statuses.size, 3);
  });

  it('never takes back what is settled, whatever is seen later', () => {
    const { standings, candidates } = settle([
      { model: 'good', agreements: 100, deviations: 0, costUSD: 1 },
      { model: 'bad', agreements: 0, deviations: 100, costUSD: 1 },
    ]);
    const [good, bad] = candidates as [ModelEvidence, ModelEvidence];
    for (let item = 0; item < 1000; item++) {
      good.addAnswer(100 + item, { costUSD: 1, deviates: true, correct: undefined });
      bad.addAnswer(100 + item, { costUSD: 1, deviates: false, correct: undefined });
    }
    standings.update();
    assert.equal(standings.statusOf(good), 'satisfies');
    assert.equal(standings.statusOf(bad), 'too far off');
  });

  it('settles nothing about a model that never answered', () => {
    const { standings, candidates } = settle([{ model: 'silent', agreements: 0, deviations: 0, costUSD: 1 }]);
    assert.equal(standings.statusOf(candidates[0]!), 'open');
    assert.deepEqual(standings.toAsk(), candidates);
  });
});

describe('SmartStandings.toAsk', () => {
  it('lists all candidates before anything is known', () => {
    const { standings, candidates } = settle(
      [
        { model: 'a', agreements: 0, deviations: 0, costUSD: 1 },
        { model: 'b', agreements: 0, deviations: 0, costUSD: 1 },
      ],
      { referenceItems: 0 },
    );
    assert.deepEqual(standings.toAsk(), candidates);
    assert.equal(standings.fallbackCostUSD, undefined);
    assert.equal(standings.decided, false);
  });

  it('lists the open ones below the cheapest satisfying one, cheapest first', () => {
    const { standings } = settle([
      { model: 'open, dear', agreements: 18, deviations: 2, costUSD: 8 },
      { model: 'satisfies', agreements: 100, deviations: 0, costUSD: 7 },
      { model: 'satisfies, dearer', agreements: 100, deviations: 0, costUSD: 7.5 },
      { model: 'open', agreements: 18, deviations: 2, costUSD: 6 },
      { model: 'as dear as the satisfying one', agreements: 18, deviations: 2, costUSD: 7 },
      { model: 'too far off', agreements: 0, deviations: 100, costUSD: 5 },
      { model: 'open, cheapest', agreements: 18, deviations: 2, costUSD: 1 },
    ]);
    assert.deepEqual(
      standings.toAsk().map(({ model }) => model),
      ['open, cheapest', 'open'],
    );
    assert.equal(standings.cheapestSatisfying?.model, 'satisfies');
    assert.equal(standings.fallbackCostUSD, 7);
    assert.equal(standings.decided, false);
  });

  it('leaves out what is not cheaper than the reference', () => {
    const { standings, candidates } = settle([
      { model: 'as dear', agreements: 18, deviations: 2, costUSD: 30 },
      { model: 'dearer', agreements: 100, deviations: 0, costUSD: 31 },
    ]);
    assert.deepEqual(standings.toAsk(), []);
    assert.equal(standings.cheapestSatisfying, undefined);
    assert.equal(standings.fallbackCostUSD, 30);
    assert.equal(standings.decided, true);
    assert.equal(standings.statusOf(candidates[0]!), 'dearer');
  });
});

describe('SmartStandings.decided', () => {
  const decided: readonly {
    readonly name: string;
    readonly seen: readonly Seen[];
    readonly chosen: string | undefined;
  }[] = [
    { name: 'without candidates', seen: [], chosen: undefined },
    {
      name: 'when all are too far off',
      seen: [{ model: 'a', agreements: 0, deviations: 100, costUSD: 1 }],
      chosen: undefined,
    },
    {
      name: 'when the cheapest satisfies, though a dearer one is open',
      seen: [
        { model: 'a', agreements: 100, deviations: 0, costUSD: 1 },
        { model: 'b', agreements: 18, deviations: 2, costUSD: 2 },
      ],
      chosen: 'a',
    },
    {
      name: 'when the cheapest that is not too far off satisfies',
      seen: [
        { model: 'a', agreements: 0, deviations: 100, costUSD: 1 },
        { model: 'b', agreements: 100, deviations: 0, costUSD: 2 },
      ],
      chosen: 'b',
    },
  ];
  for (const { name, seen, chosen } of decided) {
    it(`is true ${name}`, () => {
      const { standings } = settle(seen);
      assert.equal(standings.decided, true);
      assert.equal(standings.cheapestSatisfying?.model, chosen);
    });
  }

  it('is false while a cheaper one than the satisfying one is open', () => {
    const { standings } = settle([
      { model: 'a', agreements: 18, deviations: 2, costUSD: 1 },
      { model: 'b', agreements: 100, deviations: 0, costUSD: 2 },
    ]);
    assert.equal(standings.decided, false);
  });
});

describe('SmartStandings.statusOf', () => {
  it('knows the reference', () => {
    const { standings, reference } = settle([]);
    assert.equal(standings.statusOf(reference), 'reference');
  });
});

/**
 * Why every `smart` result says that its promise is the paper's: a model that deviates on 10.1 % of the inputs is certified for 10 % far more often
 * than the 5 % that are promised, since the rule looks again and again at intervals meant for one look.
 */
describe('SmartStandings, as published', () => {
  const DEVIATION_RATE = 0.101;
  const ITEMS = 1000;
  const RUNS = 400;

  it('certifies a model that deviates too often in more than 5 % of runs', () => {
    const random = createRandom(20_240_320);
    let certified = 0;
    for (let run = 0; run < RUNS; run++) if (certifies(random, 10)) certified++;
    assert.ok(binomialUpperTail(certified, RUNS, 0.05) < 1e-4, `${certified} of ${RUNS}`);
    // The exact probability is 12.3 %, and 19.1 % with 20,000 items: the runs have to agree with it.
    const exact = golden.certified.find(({ items }) => items === ITEMS)!.probability;
    assert.ok(binomialUpperTail(certified, RUNS, exact) > 1e-3, `${certified} of ${RUNS} are too many`);
    assert.ok(binomialUpperTail(RUNS - certified, RUNS, 1 - exact) > 1e-3, `${certified} of ${RUNS} are too few`);
  });

  it('keeps the 5 % when it looks only once', () => {
    const random = createRandom(20_240_320);
    let certified = 0;
    for (let run = 0; run < RUNS; run++) if (certifies(random, ITEMS)) certified++;
    assert.ok(binomialUpperTail(certified, RUNS, 0.05) > 0.01, `${certified} of ${RUNS}`);
  });

  function certifies(random: Random, itemsPerLook: number): boolean {
    const { standings, candidates } = settle([{ model: 'a', agreements: 0, deviations: 0, costUSD: 1 }]);
    const model = candidates[0]!;
    for (let item = 0; item < ITEMS; item++) {
      model.addAnswer(item, { costUSD: 1, deviates: random.uniform() < DEVIATION_RATE, correct: undefined });
      if ((item + 1) % itemsPerLook !== 0) continue;
      standings.update();
      if (standings.decided) break;
    }
    return standings.statusOf(model) === 'satisfies';
  }
});

/** Standings after one look at this evidence, beside a reference that costs 30. */
function settle(seen: readonly Seen[], { referenceItems = 100 } = {}) {
  const reference = evidenceOf({ model: 'reference', agreements: referenceItems, deviations: 0, costUSD: 30 });
  const candidates = seen.map(evidenceOf);
  const standings = new SmartStandings({ reference, candidates }, REQUEST);
  standings.update();
  return { standings, reference, candidates };
}

function evidenceOf({ model, agreements, deviations, costUSD }: Seen): ModelEvidence {
  const evidence = new ModelEvidence(model);
  for (let item = 0; item < agreements + deviations; item++) {
    evidence.addAnswer(item, { costUSD, deviates: item >= agreements, correct: undefined });
  }
  return evidence;
}
