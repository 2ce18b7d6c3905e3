import assert from 'node:assert/strict';
import { totalUsage } from '../../src/core/models/usage.ts';
import type { Policy } from '../../src/core/policies/cascade.ts';
import { StagesFailedError } from '../../src/runtime/errors.ts';
import { type StageOutcome, walkPolicy } from '../../src/runtime/walkPolicy.ts';
import { caughtFrom } from '../support/caughtFrom.ts';

const answered = (text: string, tokenProbability: number, costUSD: number | undefined = 1): StageOutcome => ({
  kind: 'answered',
  text,
  finish: 'stop',
  tokenProbability,
  usage: totalUsage([]),
  costUSD,
});
const failed = (costUSD: number | undefined = 0): StageOutcome => ({ kind: 'failed', why: 'It is down.', costUSD });

const accept = { tokenProbability: 0.8 };
const cascade: Policy = { kind: 'cascade', stages: [{ model: 'a', accept }, { model: 'b', accept }, { model: 'c' }] };
const mix: Policy = {
  kind: 'mix',
  stages: [
    { model: 'a', share: 0.6 },
    { model: 'b', share: 0.4 },
  ],
};
const single: Policy = { kind: 'single', stages: [{ model: 'a' }] };

async function walk(policy: Policy, outcomes: Record<string, StageOutcome>, { chance = 0.5, escalates = true } = {}) {
  const finals: string[] = [];
  const result = await walkPolicy({
    policy,
    facts: { chance },
    reading: {},
    escalates,
    ask: async ({ model }, isFinal) => {
      if (isFinal) finals.push(model);
      return outcomes[model] ?? assert.fail(`${model} was asked`);
    },
  });
  return { ...result, finals };
}

describe('walkPolicy', () => {
  it('keeps the first answer that is sure enough, and says why', async () => {
    const result = await walk(cascade, { a: answered('x', 0.5), b: answered('y', 0.9) });
    assert.equal(result.output, 'y');
    assert.equal(result.model, 'b');
    assert.equal(result.reason, 'score');
    assert.deepEqual(
      result.path.map(({ model, outcome }) => [model, outcome]),
      [
        ['a', 'passed on'],
        ['b', 'kept'],
      ],
    );
    assert.deepEqual(result.signals, { chance: 0.5, tokenProbability: 0.9, score: 0.9, threshold: 0.8 });
    assert.equal(result.costUSD, 2);
    assert.deepEqual(result.finals, []);
  });

  it('keeps the last answer whatever it says, and says beforehand that it will', async () => {
    const result = await walk(cascade, { a: answered('x', 0.1), b: answered('y', 0.1), c: answered('z', 0) });
    assert.equal(result.output, 'z');
    assert.equal(result.reason, 'last stage');
    assert.deepEqual(result.finals, ['c']);
  });

  it('lets the chance choose in a mix', async () => {
    const outcomes = { a: answered('x', 1), b: answered('y', 1) };
    assert.equal((await walk(mix, outcomes, { chance: 0.59 })).model, 'a');
    const second = await walk(mix, outcomes, { chance: 0.61 });
    assert.equal(second.model, 'b');
    assert.equal(second.reason, 'share');
    assert.deepEqual(second.finals, ['b']);
  });

  it('says that a single stage was the only one', async () => {
    const result = await walk(single, { a: answered('', 0) });
    assert.equal(result.output, '');
    assert.equal(result.reason, 'only stage');
    assert.deepEqual(result.finals, ['a']);
  });

  it('does not know a cost of which it does not know a part', async () => {
    const outcomes = { a: answered('x', 0.5, undefined), b: answered('y', 0.9) };
    outcomes.a = { ...outcomes.a, costUSD: undefined } as StageOutcome;
    assert.equal((await walk(cascade, outcomes)).costUSD, undefined);
  });

  it('goes on to the next stage when one fails', async () => {
    const result = await walk(cascade, { a: failed(), b: answered('y', 0.9) });
    assert.equal(result.output, 'y');
    assert.deepEqual(
      result.path.map(({ outcome }) => outcome),
      ['failed', 'kept'],
    );
    assert.equal(result.path[0]?.why, 'It is down.');
  });

  it('goes on in a mix to the next in the list, once', async () => {
    assert.equal((await walk(mix, { a: failed(), b: answered('y', 1) }, { chance: 0 })).model, 'b');
    await assert.rejects(walk(mix, { b: failed() }, { chance: 0.9 }), StagesFailedError);
  });

  it('ends with an error when a part of the failed answer is given out: no other may follow it', async () => {
    const outcomes = { a: { ...failed(1), isGivenOut: true }, b: answered('y', 0.9) };
    const error = await caughtFrom(walk(mix, outcomes, { chance: 0.1 }), StagesFailedError);
    assert.deepEqual([error.path.length, error.costUSD], [1, 1]);
  });

  it('ends with an error where that is asked for, with what the path has cost', async () => {
    const error = await caughtFrom(walk(cascade, { a: failed(3) }, { escalates: false }), StagesFailedError);
    assert.equal(error.costUSD, 3);
    assert.match(error.message, /asked: a\)\. It is down\./);
  });

  it('ends with an error when the last stage fails, and keeps what was paid', async () => {
    const outcomes = { a: answered('x', 0.1), b: answered('y', 0.1), c: failed() };
    const error = await caughtFrom(walk(cascade, outcomes), StagesFailedError);
    assert.equal(error.costUSD, 2);
    assert.equal(error.path.length, 3);
  });
});
