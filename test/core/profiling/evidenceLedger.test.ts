import assert from 'node:assert/strict';
import { SpendingCapError } from '../../../src/core/calls/spendingCapError.ts';
import type { Equivalence } from '../../../src/core/equivalence/equivalence.ts';
import type { AnswerSource, Outcome, ProfileItem } from '../../../src/core/profiling/answerSource.ts';
import type { ModelEvidence } from '../../../src/core/profiling/evidence.ts';
import { EvidenceLedger } from '../../../src/core/profiling/evidenceLedger.ts';
import { sameText } from '../../support/coinFlipSource.ts';

const SIGNAL = new AbortController().signal;

/** A text, null for an unusable answer, undefined for a failed call, or an error that the source rejects with. */
type Told = string | null | undefined | Error;

/** What each model says to the items 0, 1, 2, ..; answers cost 1 USD each. */
interface Script {
  readonly [model: string]: readonly Told[];
}

describe('EvidenceLedger.askRound', () => {
  it('counts agreements and deviations of each model, and what they cost', async () => {
    const ledger = await askedOnce({ reference: ['x', 'y', 'z'], a: ['x', 'n', 'z'], b: ['n', 'n', 'z'] });
    const [a, b] = ledger.candidates as [ModelEvidence, ModelEvidence];
    assert.deepEqual(counts(a), {
      items: 3,
      agreements: 2,
      deviations: 1,
      missing: 0,
      totalCostUSD: 3,
      meanCostUSD: 1,
    });
    assert.deepEqual(counts(b), {
      items: 3,
      agreements: 1,
      deviations: 2,
      missing: 0,
      totalCostUSD: 3,
      meanCostUSD: 1,
    });
    assert.deepEqual(counts(ledger.reference), {
      items: 3,
      agreements: 3,
      deviations: 0,
      missing: 0,
      totalCostUSD: 3,
      meanCostUSD: 1,
    });
    assert.equal(ledger.asked, 3);
    assert.equal(ledger.costUSD, 9);
  });

  it('takes a failed call for neither deviation nor agreement', async () => {
    const ledger = await askedOnce({ reference: ['x', 'x', 'x'], a: ['x', undefined, 'n'] });
    assert.deepEqual(counts(ledger.candidates[0]!), {
      items: 2,
      agreements: 1,
      deviations: 1,
      missing: 1,
      totalCostUSD: 2,
      meanCostUSD: 1,
    });
    assert.equal(ledger.asked, 3);
  });

  it('compares nothing on an item that the reference did not answer, and still counts what was paid', async () => {
    const ledger = await askedOnce({ reference: ['x', undefined], a: ['x', 'x'] });
    assert.deepEqual(counts(ledger.candidates[0]!), {
      items: 1,
      agreements: 1,
      deviations: 0,
      missing: 0,
      totalCostUSD: 2,
      meanCostUSD: 1,
    });
    assert.equal(ledger.reference.items, 1);
    assert.equal(ledger.reference.missing, 1);
  });

  it('takes an unusable answer for a deviation, also from an equally unusable reference', async () => {
    const ledger = await askedOnce({ reference: ['x', null, null], a: [null, 'x', null] });
    assert.equal(ledger.candidates[0]!.deviations, 3);
    assert.equal(ledger.reference.items, 3);
    assert.equal(ledger.reference.deviations, 0);
  });

  it('takes a comparison that cannot be made for missing, its call for paid', async () => {
    const undecided: Equivalence = { ...sameText, equivalent: async () => undefined };
    const ledger = await askedOnce({ reference: ['x'], a: ['x'] }, { equivalence: undecided });
    assert.deepEqual(counts(ledger.candidates[0]!), {
      items: 0,
      agreements: 0,
      deviations: 0,
      missing: 1,
      totalCostUSD: 1,
      meanCostUSD: 1,
    });
    assert.deepEqual(counts(ledger.reference), {
      items: 1,
      agreements: 1,
      deviations: 0,
      missing: 0,
      totalCostUSD: 1,
      meanCostUSD: 1,
    });
  });

  it('gives the reference’s answer to the equivalence first', async () => {
    const seen: string[][] = [];
    const watching: Equivalence = {
      ...sameText,
      equivalent: async (reference, candidate) => seen.push([reference, candidate]) > 0,
    };
    await askedOnce({ reference: ['r0', 'r1'], a: ['a0', 'a1'] }, { equivalence: watching });
    assert.deepEqual(seen, [
      ['r0', 'a0'],
      ['r1', 'a1'],
    ]);
  });

  it('asks the reference and only the candidates it is told to, all items at once', async () => {
    const calls: string[] = [];
    const { ledger, release } = stalled(calls);
    const round = ledger.askRound(itemsOf(3), [ledger.candidates[1]!], SIGNAL);
    assert.deepEqual(calls, ['reference 0', 'b 0', 'reference 1', 'b 1', 'reference 2', 'b 2']);
    release();
    assert.equal(await round, true);
    assert.equal(ledger.candidates[0]!.items, 0);
    assert.equal(ledger.candidates[0]!.meanCostUSD, undefined);
    assert.equal(ledger.candidates[1]!.items, 3);
  });

  it('numbers items across rounds, so that costs stay with their item', async () => {
    const ledger = ledgerOf({ reference: ['x', 'x', 'x'], a: [undefined, 'x', 'x'] });
    const items = itemsOf(3);
    await ledger.askRound(items.slice(0, 2), ledger.candidates, SIGNAL);
    await ledger.askRound(items.slice(2), ledger.candidates, SIGNAL);
    assert.deepEqual([...ledger.candidates[0]!.costByItem.keys()], [1, 2]);
    assert.deepEqual([...ledger.reference.costByItem.keys()], [0, 1, 2]);
  });

  it('keeps the complete items of a round that the cap ends, and says so', async () => {
    const cap = new SpendingCapError({ capUSD: 1, spentUSD: 1, neededUSD: 1 });
    const ledger = ledgerOf({ reference: ['x', 'x', 'x', cap], a: ['x', cap, 'n', cap] });
    assert.equal(await ledger.askRound(itemsOf(4), ledger.candidates, SIGNAL), false);
    assert.equal(ledger.asked, 2);
    assert.equal(ledger.candidates[0]!.agreements, 1);
    assert.equal(ledger.candidates[0]!.deviations, 1);
    // What the broken-off item has already cost is part of the whole, though of no model's evidence.
    assert.equal(ledger.reference.totalCostUSD, 2);
    assert.equal(ledger.costUSD, 5);
  });

  it('says so when the cap stops a judge', async () => {
    const cap = new SpendingCapError({ capUSD: 1, spentUSD: 1, neededUSD: 1 });
    const judge: Equivalence = {
      name: 'judge',
      reason: 'asked for',
      equivalent: async (_, candidate) => (candidate === 'dear' ? Promise.reject(cap) : true),
    };
    const ledger = ledgerOf({ reference: ['x', 'x'], a: ['x', 'dear'] }, { equivalence: judge });
    assert.equal(await ledger.askRound(itemsOf(2), ledger.candidates, SIGNAL), false);
    assert.equal(ledger.asked, 1);
  });

  it('rejects when the cap does not allow a single item', async () => {
    const cap = new SpendingCapError({ capUSD: 1, spentUSD: 1, neededUSD: 1 });
    const ledger = ledgerOf({ reference: ['x', cap], a: [cap, 'x'] });
    await assert.rejects(ledger.askRound(itemsOf(2), ledger.candidates, SIGNAL), cap);
  });

  it('rejects with any other error of the source', async () => {
    const failure = new Error('wrong key');
    const ledger = ledgerOf({ reference: ['x', 'x'], a: ['x', failure] });
    await assert.rejects(ledger.askRound(itemsOf(2), ledger.candidates, SIGNAL), failure);
  });
});

describe('EvidenceLedger, gold labels', () => {
  it('counts right answers of every model where there is a label', async () => {
    const ledger = await askedOnce(
      { reference: ['g', 'n', 'g', 'g'], a: ['g', 'g', null, undefined] },
      { gold: ['g', 'g', 'g', 'g'] },
    );
    assert.equal(ledger.reference.accuracy, 3 / 4);
    assert.equal(ledger.candidates[0]!.accuracy, 2 / 3);
  });

  it('leaves accuracy open without labels, and skips items without one', async () => {
    assert.equal((await askedOnce({ reference: ['x'], a: ['x'] })).reference.accuracy, undefined);
    const some = await askedOnce({ reference: ['g', 'g', 'n'], a: ['n', 'n', 'n'] }, { gold: ['g', undefined, 'g'] });
    assert.equal(some.reference.accuracy, 1 / 2);
  });

  it('does not pay a judge to mark answers', async () => {
    let judged = 0;
    const judge: Equivalence = { name: 'judge', reason: 'asked for', equivalent: async () => ++judged > 0 };
    const ledger = await askedOnce({ reference: ['x', 'x'], a: ['x', 'x'] }, { equivalence: judge, gold: ['x', 'x'] });
    assert.equal(judged, 2);
    assert.equal(ledger.reference.accuracy, undefined);
  });
});

async function askedOnce(
  script: Script,
  options: Parameters<typeof ledgerOf>[1] = {},
): Promise<EvidenceLedger<ProfileItem>> {
  const ledger = ledgerOf(script, options);
  const items = itemsOf(script['reference']!.length, options.gold);
  assert.equal(await ledger.askRound(items, ledger.candidates, SIGNAL), true);
  return ledger;
}

function ledgerOf(
  script: Script,
  { equivalence = sameText }: { equivalence?: Equivalence; gold?: readonly (string | undefined)[] } = {},
): EvidenceLedger<ProfileItem> {
  let costUSD = 0;
  const source: AnswerSource = {
    get costUSD() {
      return costUSD;
    },
    async answer(model, item): Promise<Outcome> {
      const told = script[model]![Number(item.id)];
      if (told instanceof Error) throw told;
      if (told === undefined) return { kind: 'missing', why: 'as the script says' };
      costUSD++;
      return { kind: 'answered', text: told, costUSD: 1, tokenProbability: undefined };
    },
  };
  const candidates = Object.keys(script).filter((model) => model !== 'reference');
  return new EvidenceLedger(source, equivalence, { reference: 'reference', candidates });
}

/** A ledger whose calls all wait until they are released. */
function stalled(calls: string[]): { ledger: EvidenceLedger<ProfileItem>; release: () => void } {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const source: AnswerSource = {
    costUSD: 0,
    async answer(model, item): Promise<Outcome> {
      calls.push(`${model} ${item.id}`);
      await gate;
      return { kind: 'answered', text: 'x', costUSD: 1, tokenProbability: undefined };
    },
  };
  const models = { reference: 'reference', candidates: ['a', 'b'] };
  return { ledger: new EvidenceLedger(source, sameText, models), release: () => open() };
}

function itemsOf(count: number, gold: readonly (string | undefined)[] = []): ProfileItem[] {
  return Array.from({ length: count }, (_, place) => ({ id: String(place), gold: gold[place] }));
}

function counts({ items, agreements, deviations, missing, totalCostUSD, meanCostUSD }: ModelEvidence) {
  return { items, agreements, deviations, missing, totalCostUSD, meanCostUSD };
}
