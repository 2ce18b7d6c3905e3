import assert from 'node:assert/strict';
import { createRandom, type Random } from '../../../src/core/random.ts';
import { binomialUpperTail } from '../../../src/core/statistics/clopperPearson.ts';
import { mean } from '../../../src/core/statistics/mean.ts';
import { LiveGuarantee } from '../../../src/core/students/liveGuarantee.ts';

/**
 * A stream whose student would keep 70 % of the items. Its candidates deviate at `rateAt(t)`; all else goes to the expert. Deviations over the
 * whole stream are compared with delta after every item, which is stricter than only in the end.
 */
interface Stream {
  readonly name: string;
  readonly rateAt: (item: number) => number;
}

const runs = 500;
const items = 10_000;
const candidateShare = 0.7;
const delta = 0.05;
/** The rate at which 70 % kept answers deviate on half of delta: where the student's own aim is by default. */
const calm = (0.5 * delta) / candidateShare;

const shifts: readonly Stream[] = [
  { name: 'an abrupt shift', rateAt: (item) => (item < 4000 ? calm : 0.5) },
  { name: 'a slow shift', rateAt: (item) => calm + 0.4 * Math.max(0, (item - 3000) / 7000) },
  { name: 'a shift as soon as the student is live', rateAt: (item) => (item < 1600 ? 0 : 0.3) },
  { name: 'a rate just above what delta bears', rateAt: () => (1.05 * delta) / candidateShare },
  { name: 'good and bad spells', rateAt: (item) => (Math.floor(item / 1000) % 2 === 0 ? 0 : 0.25) },
];

interface Outcome {
  readonly broken: boolean;
  readonly suspensions: number;
  /** Of all items. */
  readonly keptShare: number;
}

describe('LiveGuarantee over 500 streams', () => {
  for (const stream of shifts)
    it(`holds delta at every item in 95 % of streams with ${stream.name}`, () => {
      const outcomes = simulate(stream);
      const broken = outcomes.filter((outcome) => outcome.broken).length;
      // One-sided binomial test of H0: a stream breaks with probability at most 5 %.
      const pValue = binomialUpperTail(broken, runs, 0.05);
      console.log(`      ${broken} of ${runs} broken (p = ${pValue.toFixed(3)}), ${summaryOf(outcomes)}`);
      assert.ok(pValue >= 0.01, `${broken} of ${runs} streams broke delta`);
    });

  it('suspends nobody in 95 % of streams without a shift', () => {
    const outcomes = simulate({ name: 'no shift', rateAt: () => calm });
    const alarms = outcomes.filter(({ suspensions }) => suspensions > 0).length;
    console.log(`      ${alarms} of ${runs} false alarms, ${summaryOf(outcomes)}`);
    assert.ok(binomialUpperTail(alarms, runs, 0.05) >= 0.01, `${alarms} of ${runs} false alarms`);
    assert.ok(mean(outcomes.map(({ keptShare }) => keptShare)) > 0.4, 'the student is of use');
  });

  it('suspends after an abrupt shift in every stream', () => {
    const outcomes = simulate(shifts[0] as Stream);
    assert.ok(outcomes.every(({ suspensions }) => suspensions > 0));
  });
});

function simulate(stream: Stream): Outcome[] {
  return Array.from({ length: runs }, (_, run) => simulateOne(stream, createRandom(1000 + run)));
}

function simulateOne({ rateAt }: Stream, random: Random): Outcome {
  let suspensions = 0;
  const onEvent = ({ kind }: { kind: string }) => {
    if (kind === 'suspended') suspensions++;
  };
  const guarantee = new LiveGuarantee({ delta }, { random, onEvent });
  let deviations = 0;
  let kept = 0;
  let broken = false;
  for (let item = 1; item <= items; item++) {
    if (random.uniform() >= candidateShare) {
      guarantee.pass();
      continue;
    }
    const deviates = random.uniform() < rateAt(item);
    const decided = guarantee.decide();
    if (decided !== 'keep') guarantee.settle(decided, deviates);
    else {
      kept++;
      if (deviates) deviations++;
    }
    if (deviations > delta * item) broken = true;
  }
  return { broken, suspensions, keptShare: kept / items };
}

function summaryOf(outcomes: readonly Outcome[]): string {
  const kept = mean(outcomes.map(({ keptShare }) => keptShare));
  const suspended = mean(outcomes.map(({ suspensions }) => suspensions));
  return `${(100 * kept).toFixed(0)} % kept, ${suspended.toFixed(2)} suspensions a stream`;
}
