import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallOutcome } from '../../../src/core/calls/asking.ts';
import { Journal } from '../../../src/core/calls/journal.ts';
import { PaidCalls } from '../../../src/core/calls/paidCalls.ts';
import { SpendingCap } from '../../../src/core/calls/spendingCap.ts';
import { SpendingCapError } from '../../../src/core/calls/spendingCapError.ts';
import { CallError } from '../../../src/core/models/callError.ts';
import { createRandom } from '../../../src/core/random.ts';
import { sha256 } from '../../../src/node/sha256.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeModel, flatPrice, replyOf } from '../../support/fakeModel.ts';
import { MemoryStore } from '../../support/memoryJournal.ts';

interface Setting {
  readonly store?: MemoryStore;
  readonly capUSD?: number;
  readonly concurrency?: number;
  readonly pastIsCharged?: boolean;
}

function callsTo(
  model: FakeModel,
  { store = new MemoryStore(), capUSD = 1e6, concurrency = 4, pastIsCharged = false }: Setting = {},
) {
  const calls = new PaidCalls({
    models: new Map([[model.id, { model, price: flatPrice }]]),
    journal: new Journal(store, [...store.lines]),
    cap: new SpendingCap(capUSD),
    clock: new FakeClock(),
    random: createRandom(1),
    digest: sha256,
    concurrency,
    timeoutMs: 1000,
    pastIsCharged,
  });
  const ask = (content: string, options: { repeat?: number; signal?: AbortSignal; maxOutputTokens?: number } = {}) =>
    calls.ask(
      model.id,
      {
        messages: [{ role: 'user', content }],
        parameters: { maxOutputTokens: options.maxOutputTokens ?? 10 },
        repeat: options.repeat ?? 0,
      },
      options.signal ?? new AbortController().signal,
    );
  return { calls, ask, store };
}

const echo = () => new FakeModel('a/b', ({ messages }) => replyOf(messages[0]!.content));
const failure = (reason: ConstructorParameters<typeof CallError>[1]['reason']) =>
  new CallError(`it was ${reason}`, { model: 'a/b', reason });
const textOf = (outcome: CallOutcome) => (outcome.kind === 'answered' ? outcome.answer.text : outcome.why);

describe('PaidCalls', () => {
  it('charges what earlier runs paid when a call is first wanted, unless that is charged already', async () => {
    const { ask, store } = callsTo(echo());
    await ask('x', { maxOutputTokens: 1 });
    const again = (pastIsCharged: boolean) => callsTo(echo(), { store, capUSD: 1, pastIsCharged });
    const charged = again(false);
    await charged.ask('x', { maxOutputTokens: 1 });
    await assert.rejects(charged.ask('y', { maxOutputTokens: 1 }), SpendingCapError);
    const free = again(true);
    await free.ask('x', { maxOutputTokens: 1 });
    assert.equal(textOf(await free.ask('y', { maxOutputTokens: 1 })), 'y');
  });

  it('asks once, and again only for another repeat', async () => {
    const model = echo();
    const { ask, calls } = callsTo(model);
    assert.equal(textOf(await ask('x')), 'x');
    assert.equal(textOf(await ask('x')), 'x');
    await ask('x', { repeat: 1 });
    assert.equal(model.requests.length, 2);
    assert.equal(calls.costUSD, 2);
  });

  it('asks once when the same call is wanted twice at the same time', async () => {
    const model = echo();
    const { ask, calls } = callsTo(model);
    await Promise.all([ask('x'), ask('x'), ask('x')]);
    assert.equal(model.requests.length, 1);
    assert.equal(calls.costUSD, 1);
  });

  it('takes answers of an earlier run from the journal, with their cost', async () => {
    const { store, ask } = callsTo(echo());
    const first = await ask('x');
    const model = echo();
    const later = callsTo(model, { store });
    assert.deepEqual(await later.ask('x'), first);
    assert.equal(model.requests.length, 0);
    assert.equal(later.calls.costUSD, 1);
  });

  it('always sends an output limit and asks for log-probabilities', async () => {
    const model = echo();
    await callsTo(model)
      .calls.ask('a/b', { messages: [], parameters: {} }, new AbortController().signal)
      .catch(() => {});
    assert.equal(model.requests[0]?.parameters.maxOutputTokens, 1024);
    assert.equal(model.requests[0]?.logprobs, true);
  });

  it('records sent before the call and answered before giving the answer out', async () => {
    const store = new MemoryStore();
    const model = new FakeModel('a/b', () => {
      assert.equal(store.ofType('sent').length, 1);
      return replyOf('yes');
    });
    await callsTo(model, { store }).ask('x');
    assert.equal(store.ofType('answered').length, 1);
  });

  it('does not send what could break the cap, and says so', async () => {
    const model = new FakeModel('a/b', () => replyOf('yes', 10));
    const { ask, calls } = callsTo(model, { capUSD: 25 });
    await ask('1');
    await ask('2');
    await assert.rejects(ask('3'), SpendingCapError);
    assert.equal(model.requests.length, 2);
    assert.equal(calls.costUSD, 20);
  });

  it('counts answers from the journal against the cap, so that a resumed run stops where the whole one would', async () => {
    const { store, ask } = callsTo(new FakeModel('a/b', () => replyOf('yes', 10)), { capUSD: 25 });
    await ask('1');
    const later = callsTo(new FakeModel('a/b', () => replyOf('yes', 10)), { store, capUSD: 25 });
    await later.ask('1');
    await later.ask('2');
    await assert.rejects(later.ask('3'), SpendingCapError);
  });

  it('counts an attempt of unknown fate as spent: timeouts yes, refusals no', async () => {
    for (const [reason, refused] of [
      ['timeout', true],
      ['connection', true],
      ['malformed', true],
      ['rate', false],
      ['server', false],
    ] as const) {
      const model = new FakeModel('a/b', (_, call) => {
        if (call === 1) throw failure(reason);
        return replyOf('yes');
      });
      const result = await callsTo(model, { capUSD: 15 })
        .ask('x')
        .catch((error: unknown) => error);
      assert.equal(result instanceof SpendingCapError, refused, reason);
    }
  });

  it('counts nothing for a call that never reached the provider', async () => {
    const model = new FakeModel('a/b', (_, call) => {
      if (call === 1) throw new CallError('refused', { model: 'a/b', reason: 'connection', neverSent: true });
      return replyOf('yes');
    });
    assert.equal((await callsTo(model, { capUSD: 15 }).ask('x')).kind, 'answered');
  });

  it('turns a call that keeps failing into a missing answer and journals every attempt', async () => {
    const model = new FakeModel('a/b', () => {
      throw failure('overloaded');
    });
    const { ask, store, calls } = callsTo(model);
    const outcome = await ask('x');
    assert.deepEqual(outcome, { kind: 'missing', why: 'it was overloaded' });
    assert.equal(store.ofType('failed').length, 5);
    assert.equal(calls.costUSD, 0);
  });

  it('does not take a failure from the journal for an answer', async () => {
    const { store, ask } = callsTo(
      new FakeModel('a/b', () => {
        throw failure('request');
      }),
    );
    assert.equal((await ask('x')).kind, 'missing');
    assert.equal(textOf(await callsTo(echo(), { store }).ask('x')), 'x');
  });

  for (const reason of ['key', 'model'] as const) {
    it(`gives up altogether when the ${reason} is wrong`, async () => {
      const error = failure(reason);
      const model = new FakeModel('a/b', () => {
        throw error;
      });
      await assert.rejects(callsTo(model).ask('x'), error);
      assert.equal(model.requests.length, 1);
    });
  }

  it('runs at most `concurrency` calls together and halves that on a 429', async () => {
    let together = 0;
    let most = 0;
    const finish: (() => void)[] = [];
    const model = new FakeModel('a/b', async (_, call) => {
      together++;
      most = Math.max(most, together);
      if (call > 2) await new Promise<void>((resolve) => finish.push(resolve));
      together--;
      if (call === 1) throw failure('rate');
      return replyOf('yes');
    });
    const { ask } = callsTo(model, { concurrency: 8 });
    await ask('first').catch(() => {});
    const all = Promise.all(Array.from({ length: 20 }, (_, index) => ask(String(index))));
    await nextTurn();
    assert.ok(finish.length <= 8 && finish.length >= 4, `${finish.length} run together`);
    while (finish.length > 0) {
      finish.shift()?.();
      await nextTurn();
    }
    await all;
    assert.ok(most <= 8);
  });

  it('cancelling lets a call under way come home and sends no other', async () => {
    const abort = new AbortController();
    let answer: (() => void) | undefined;
    const model = new FakeModel('a/b', async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return replyOf('kept');
    });
    const { ask, store } = callsTo(model, { concurrency: 1 });
    const first = ask('1', { signal: abort.signal });
    const second = ask('2', { signal: abort.signal }).catch((error: unknown) => error);
    await nextTurn();
    abort.abort(new Error('stop'));
    answer?.();
    assert.equal(textOf(await first), 'kept');
    assert.equal(((await second) as Error).message, 'stop');
    assert.equal(model.requests.length, 1);
    assert.equal(store.ofType('answered').length, 1);
  });

  it('cancelling cuts a call that does not come home, and counts it as possibly billed', async () => {
    const abort = new AbortController();
    const model = new FakeModel(
      'a/b',
      (_, __, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const { ask, store } = callsTo(model);
    const call = ask('1', { signal: abort.signal });
    await nextTurn();
    abort.abort(new Error('stop'));
    await assert.rejects(call, /stop/);
    assert.deepEqual(
      store.ofType('failed').map((record) => [record['reason'], record['mayCostUSD']]),
      [['cancelled', 10]],
    );
  });

  it('does not send when the journal cannot be written', async () => {
    const model = echo();
    const store = new MemoryStore();
    const { ask } = callsTo(model, { store });
    store.append = () => {
      throw new Error('disk full');
    };
    await assert.rejects(ask('x'), /disk full/);
    assert.equal(model.requests.length, 0);
  });
});
