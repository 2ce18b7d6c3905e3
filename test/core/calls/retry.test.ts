import assert from 'node:assert/strict';
import { withRetries } from '../../../src/core/calls/retry.ts';
import { CallError, type CallErrorFacts } from '../../../src/core/models/callError.ts';
import { createRandom } from '../../../src/core/random.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const failure = (facts: Partial<CallErrorFacts>) => new CallError('no', { model: 'a/b', reason: 'server', ...facts });

async function run(errors: readonly Error[], signal = new AbortController().signal, attemptsAllowed?: number) {
  const clock = new FakeClock();
  let attempts = 0;
  const result = withRetries(
    async () => {
      const error = errors[attempts++];
      if (error) throw error;
      return 'done';
    },
    { clock, random: createRandom(1), ...(attemptsAllowed === undefined ? {} : { attempts: attemptsAllowed }) },
    signal,
  ).catch((error: unknown) => error);
  return { result: await result, attempts, sleeps: clock.sleeps };
}

describe('withRetries', () => {
  it('tries again while the error is retryable', async () => {
    const { result, attempts } = await run([failure({}), failure({ reason: 'timeout' }), failure({ reason: 'rate' })]);
    assert.equal(result, 'done');
    assert.equal(attempts, 4);
  });

  it('gives up after five attempts with the last error', async () => {
    const errors = [1, 2, 3, 4, 5, 6].map((status) => failure({ status }));
    const { result, attempts, sleeps } = await run(errors);
    assert.equal(result, errors[4]);
    assert.equal(attempts, 5);
    assert.equal(sleeps.length, 4);
  });

  it('gives up sooner where it is told to', async () => {
    const { attempts } = await run([failure({}), failure({}), failure({})], undefined, 2);
    assert.equal(attempts, 2);
  });

  it('does not try again what cannot get better', async () => {
    for (const reason of ['key', 'model', 'request'] as const) {
      const error = failure({ reason });
      const { result, attempts, sleeps } = await run([error]);
      assert.equal(result, error);
      assert.equal(attempts, 1);
      assert.deepEqual(sleeps, []);
    }
  });

  it('waits twice as long each time, with jitter down to half', async () => {
    const { sleeps } = await run([failure({}), failure({}), failure({}), failure({})]);
    for (const [index, sleep] of sleeps.entries()) {
      const longest = 500 * 2 ** index;
      assert.ok(longest / 2 <= sleep && sleep <= longest, `pause ${index} was ${sleep} ms`);
    }
    assert.equal(new Set(sleeps.map((sleep, index) => sleep / 2 ** index)).size, 4);
  });

  it('waits as long as the provider asked', async () => {
    const { sleeps } = await run([failure({ retryAfterMs: 7000 }), failure({ retryAfterMs: 3 })]);
    assert.deepEqual(sleeps, [7000, 3]);
  });

  it('gives up when the provider asks for more than two minutes', async () => {
    const error = failure({ retryAfterMs: 120_001 });
    assert.equal((await run([error])).result, error);
  });

  it('stops when aborted while waiting', async () => {
    const abort = new AbortController();
    abort.abort(new Error('stop'));
    const { result, attempts } = await run([failure({})], abort.signal);
    assert.equal((result as Error).message, 'stop');
    assert.equal(attempts, 1);
  });
});
