import assert from 'node:assert/strict';
import type { Failure } from '../../src/engine/worker/failure.ts';
import { EngineFailureError, EngineThread } from '../../src/vscode/profiles/engineThread.ts';
import { FakeWorker } from './fakeWorker.ts';
import { world } from './orders.ts';

const failureIn = async (asked: Promise<unknown>): Promise<Failure> => {
  const error = await asked.then(
    () => assert.fail('it was answered'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof EngineFailureError, String(error));
  return error.failure;
};

describe('EngineThread', () => {
  const started = (): { thread: EngineThread; workers: FakeWorker[] } => {
    const workers: FakeWorker[] = [];
    const thread = new EngineThread(() => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    });
    return { thread, workers };
  };
  const ask = (thread: EngineThread, signal?: AbortSignal) =>
    thread.ask('modelList', undefined, { world, ...(signal && { signal }) });

  it('starts no worker before the first question', () => {
    assert.equal(started().workers.length, 0);
  });

  it('gives each question its own answer', async () => {
    const { thread, workers } = started();
    const first = ask(thread);
    const second = ask(thread);
    const [worker] = workers;
    assert.equal(workers.length, 1);
    worker?.answer({ type: 'answer', id: 2, answer: ['b'] });
    worker?.answer({ type: 'answer', id: 1, answer: ['a'] });
    assert.deepEqual(await Promise.all([first, second]), [['a'], ['b']]);
  });

  it('hands on the failure of a question', async () => {
    const { thread, workers } = started();
    const asked = ask(thread);
    const failure: Failure = {
      name: 'MissingKeyError',
      message: 'No key.',
      blame: 'input',
      facts: { account: 'openai' },
    };
    workers[0]?.answer({ type: 'failure', id: 1, failure });
    assert.deepEqual(await failureIn(asked), failure);
  });

  it('sends the cancelling on, once', async () => {
    const { thread, workers } = started();
    const stop = new AbortController();
    const asked = ask(thread, stop.signal);
    stop.abort();
    assert.deepEqual(
      workers[0]?.received.map(({ type }) => type),
      ['ask', 'cancel'],
    );
    workers[0]?.answer({
      type: 'failure',
      id: 1,
      failure: { name: 'AbortError', message: '', blame: 'cancelled', facts: {} },
    });
    assert.equal((await failureIn(asked)).blame, 'cancelled');
  });

  it('fails its questions when the worker dies, and starts another one for the next', async () => {
    const { thread, workers } = started();
    const asked = ask(thread);
    workers[0]?.emit('error', new Error('out of memory'));
    workers[0]?.emit('exit', 1);
    assert.match((await failureIn(asked)).message, /out of memory/);
    const again = ask(thread);
    workers[1]?.answer({ type: 'answer', id: 2, answer: [] });
    assert.deepEqual(await again, []);
  });

  it('ends its questions when disposed, twice without harm', async () => {
    const { thread, workers } = started();
    const asked = ask(thread);
    thread.dispose();
    thread.dispose();
    assert.equal((await failureIn(asked)).blame, 'cancelled');
    assert.equal(workers[0]?.terminated, true);
  });
});
