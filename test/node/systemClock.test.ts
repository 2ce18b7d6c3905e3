import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { systemClock } from '../../src/node/systemClock.ts';

const hourMs = 3_600_000;
const never = new AbortController().signal;

describe('systemClock.sleep', () => {
  it('resolves with nothing after the delay', async () => {
    assert.equal(await systemClock.sleep(0, never), undefined);
  });

  it('lasts as long as asked by its own clock', async () => {
    const started = systemClock.now();
    await systemClock.sleep(5, never);
    // Node's timers count whole milliseconds and may so end up to one early.
    assert.ok(systemClock.now() - started >= 4);
  });

  const reasons: readonly unknown[] = [new Error('enough'), 'a text', { code: 7 }];
  for (const reason of reasons) {
    it(`rejects with the signal's own reason: ${String(reason)}`, async () => {
      await assert.rejects(systemClock.sleep(hourMs, AbortSignal.abort(reason)), (error) => error === reason);

      const controller = new AbortController();
      const sleeping = systemClock.sleep(hourMs, controller.signal);
      controller.abort(reason);
      await assert.rejects(sleeping, (error) => error === reason);
    });
  }

  it('rejects with an AbortError where no reason was given', async () => {
    await assert.rejects(systemClock.sleep(hourMs, AbortSignal.abort()), { name: 'AbortError' });
  });

  it('leaves no listener on the signal', async () => {
    await systemClock.sleep(0, never);
    assert.equal(getEventListeners(never, 'abort').length, 0);
  });
});

describe('systemClock.now', () => {
  it('never runs backwards', () => {
    const times = Array.from({ length: 1000 }, () => systemClock.now());
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
  });
});
