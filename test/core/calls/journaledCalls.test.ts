import assert from 'node:assert/strict';
import { Journal } from '../../../src/core/calls/journal.ts';
import { JournaledCalls } from '../../../src/core/calls/journaledCalls.ts';
import { PaidCalls } from '../../../src/core/calls/paidCalls.ts';
import { SpendingCap } from '../../../src/core/calls/spendingCap.ts';
import { CallError } from '../../../src/core/models/callError.ts';
import { createRandom } from '../../../src/core/random.ts';
import { sha256 } from '../../../src/node/sha256.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeModel, flatPrice, replyOf } from '../../support/fakeModel.ts';
import { MemoryStore } from '../../support/memoryJournal.ts';

const signal = new AbortController().signal;
const order = (content: string, repeat = 0) => ({
  messages: [{ role: 'user', content }] as const,
  parameters: { maxOutputTokens: 9 },
  repeat,
});

/** A journal after these texts were asked of a model that refuses "bad". */
async function journalAfter(...texts: readonly string[]): Promise<Journal> {
  const model = new FakeModel('a/b', ({ messages }) => {
    if (messages[0]?.content === 'bad') throw new CallError('no', { model: 'a/b', reason: 'request', status: 400 });
    return replyOf(`to ${messages[0]?.content}`, 3);
  });
  const store = new MemoryStore();
  const calls = new PaidCalls({
    models: new Map([['a/b', { model, price: flatPrice }]]),
    journal: new Journal(store, []),
    cap: new SpendingCap(1000),
    clock: new FakeClock(),
    random: createRandom(1),
    digest: sha256,
    concurrency: 4,
    timeoutMs: 1000,
  });
  for (const text of texts) await calls.ask('a/b', order(text), signal);
  return store.reopened();
}

describe('JournaledCalls', () => {
  it('gives the answers that were paid for, and their cost once', async () => {
    const calls = new JournaledCalls(await journalAfter('one', 'two'), sha256);
    const outcome = await calls.ask('a/b', order('one'), signal);
    assert.ok(outcome.kind === 'answered');
    assert.deepEqual([outcome.answer.text, outcome.costUSD], ['to one', 3]);
    await calls.ask('a/b', order('one'), signal);
    assert.equal(calls.costUSD, 3);
    await calls.ask('a/b', order('two'), signal);
    assert.equal(calls.costUSD, 6);
  });

  it('has nothing of what was never asked: another text, model, parameter or repetition', async () => {
    const calls = new JournaledCalls(await journalAfter('one'), sha256);
    const others = [
      calls.ask('a/b', order('two'), signal),
      calls.ask('a/c', order('one'), signal),
      calls.ask('a/b', order('one', 1), signal),
      calls.ask('a/b', { ...order('one'), parameters: { maxOutputTokens: 8 } }, signal),
    ];
    assert.deepEqual(
      (await Promise.all(others)).map(({ kind }) => kind),
      Array(4).fill('missing'),
    );
    assert.equal(calls.costUSD, 0);
  });

  it('tells a call that failed from one that was never made', async () => {
    const calls = new JournaledCalls(await journalAfter('bad', 'one'), sha256);
    assert.deepEqual(
      ['bad', 'one', 'never'].map((text) => calls.hasFailed('a/b', order(text))),
      [true, false, false],
    );
  });

  it('stops when told to', async () => {
    const calls = new JournaledCalls(await journalAfter('one'), sha256);
    await assert.rejects(calls.ask('a/b', order('one'), AbortSignal.abort(new Error('enough'))), /enough/);
  });
});
