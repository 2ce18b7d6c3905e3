import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { PathTimeoutError } from '../../src/runtime/errors.ts';
import { Way } from '../../src/runtime/way.ts';

const untilAborted = (way: Way) => () =>
  new Promise<never>((_, reject) => way.signal.addEventListener('abort', () => reject(way.signal.reason as Error)));
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('Way.inTime', () => {
  it('leaves no listener behind, however the work ends', async () => {
    const { signal } = new AbortController();
    for (const work of [async () => 'done', () => Promise.reject(new Error('failed'))]) {
      const way = new Way(signal, 60_000);
      const limited = way.inTime<string>(work);
      assert.equal(getEventListeners(signal, 'abort').length, 1);
      await limited.catch(() => undefined);
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    }
  });

  it('leaves no timer behind for each of many', async () => {
    for (let count = 0; count < 1000; count++) await new Way(undefined, 60_000).inTime(async () => 'done');
    assert.ok(timers() < 100, `${timers()} timers`);
  });

  it('ends the work when its time is over, or for the reason of the caller', async () => {
    const short = new Way(undefined, 1);
    await assert.rejects(short.inTime(untilAborted(short)), PathTimeoutError);
    const stop = new AbortController();
    const way = new Way(stop.signal, 60_000);
    const stopped = way.inTime(untilAborted(way));
    const reason = new Error('enough');
    stop.abort(reason);
    await assert.rejects(stopped, (error) => error === reason);
  });

  it('gives the second part of a way only the time that is left', async () => {
    const way = new Way(undefined, 5);
    await assert.rejects(way.inTime(untilAborted(way)), PathTimeoutError);
    await assert.rejects(
      way.inTime(async () => way.signal.throwIfAborted()),
      PathTimeoutError,
    );
  });

  it('does not take a limit that no timer can hold for none at all', async () => {
    const way = new Way(undefined, Number.POSITIVE_INFINITY);
    await way.inTime(() => new Promise<void>((resolve) => setImmediate(() => setTimeout(resolve, 2))));
    assert.ok(!way.signal.aborted);
  });

  it('does not begin when the caller has stopped already', async () => {
    const way = new Way(AbortSignal.abort(new Error('enough')), 1000);
    await assert.rejects(
      way.inTime(() => assert.fail('it began')),
      /enough/,
    );
  });
});
