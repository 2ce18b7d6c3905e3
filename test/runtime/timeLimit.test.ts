import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { withTimeLimit } from '../../src/runtime/timeLimit.ts';

const expired = () => new Error('too late');
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('withTimeLimit', () => {
  it('leaves no listener behind, however the work ends', async () => {
    const { signal } = new AbortController();
    for (const work of [async () => 'done', () => Promise.reject(new Error('failed'))]) {
      const limited = withTimeLimit<string>(work, { timeoutMs: 60_000, signal, expired });
      assert.equal(getEventListeners(signal, 'abort').length, 1);
      await limited.catch(() => undefined);
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    }
  });

  it('leaves no timer behind for each of many', async () => {
    const limit = { timeoutMs: 60_000, signal: undefined, expired };
    for (let count = 0; count < 1000; count++) await withTimeLimit(async () => 'done', limit);
    assert.ok(timers() < 100, `${timers()} timers`);
  });

  it('ends the work with the error for its time, or with the reason of the caller', async () => {
    await assert.rejects(withTimeLimit(untilAborted, { timeoutMs: 1, signal: undefined, expired }), /too late/);
    const stop = new AbortController();
    const stopped = withTimeLimit(untilAborted, { timeoutMs: 60_000, signal: stop.signal, expired });
    const reason = new Error('enough');
    stop.abort(reason);
    await assert.rejects(stopped, (error) => error === reason);
  });

  it('does not take a limit that no timer can hold for none at all', async () => {
    const soon = () => new Promise((resolve) => setImmediate(() => setTimeout(resolve, 2)));
    const limited = async (signal: AbortSignal) => {
      await soon();
      assert.ok(!signal.aborted);
    };
    await withTimeLimit(limited, { timeoutMs: Number.POSITIVE_INFINITY, signal: undefined, expired });
  });

  it('does not begin when the caller has stopped already', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(
      withTimeLimit(() => assert.fail('it began'), { timeoutMs: 1000, signal, expired }),
      /enough/,
    );
  });
});
