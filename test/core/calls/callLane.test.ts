import assert from 'node:assert/strict';
import { CallLane } from '../../../src/core/calls/callLane.ts';
import { CallError, type CallErrorReason } from '../../../src/core/models/callError.ts';
import type { RateLimit } from '../../../src/core/models/chatModel.ts';

type Sign = RateLimit | CallErrorReason;

const failure = (reason: CallErrorReason) => new CallError(`it was ${reason}`, { model: 'a/b', reason });
const left = (remainingRequests: number): RateLimit => ({ remainingRequests });
const fine: RateLimit = {};

/** The concurrency after each sign. */
function concurrencies(start: number, signs: readonly Sign[]): number[] {
  const lane = new CallLane(start);
  return signs.map((sign) => {
    if (typeof sign === 'string') lane.failed(failure(sign));
    else lane.answered(sign);
    return lane.concurrency;
  });
}

describe('CallLane.concurrency', () => {
  const histories: readonly (readonly [name: string, start: number, signs: readonly Sign[], expected: number[]])[] = [
    ['halves when the rate is exceeded, down to one', 16, Array(6).fill('rate'), [8, 4, 2, 1, 1, 1]],
    ['halves when the provider is overloaded', 10, ['overloaded', 'overloaded'], [5, 2]],
    ['rounds down', 7, ['rate', 'rate'], [3, 1]],
    ['recovers by one an answer, never above its start', 4, ['rate', fine, fine, fine, fine], [2, 3, 4, 4, 4]],
    ['is lowered to what headers leave', 16, [left(5), left(4)], [5, 4]],
    ['never falls below one', 16, [left(0), left(0), left(-3)], [1, 1, 1]],
    ['rises by one where headers leave more', 8, ['rate', left(100), left(100)], [4, 5, 6]],
    ['rises no further than headers leave', 8, ['rate', left(5), left(5)], [4, 5, 5]],
    ['comes back after the limit is reset', 4, [left(0), fine, fine, fine, fine], [1, 2, 3, 4, 4]],
    ['takes other headers for no sign', 4, [{ limitRequests: 1, resetMs: 10 }], [4]],
    ['stays at one of one', 1, ['rate', fine, 'overloaded', left(0)], [1, 1, 1, 1]],
  ];
  for (const [name, start, signs, expected] of histories) {
    it(name, () => assert.deepEqual(concurrencies(start, signs), expected));
  }

  const harmless: readonly CallErrorReason[] = [
    'key',
    'model',
    'request',
    'server',
    'timeout',
    'connection',
    'malformed',
  ];
  for (const reason of harmless) {
    it(`is left alone by a failure of another kind: ${reason}`, () => {
      assert.deepEqual(concurrencies(8, [reason]), [8]);
    });
  }

  it('is halved once by calls that were sent together and fail together', () => {
    const lane = new CallLane(16);
    const era = lane.era;
    for (let call = 0; call < 8; call++) lane.failed(failure('rate'), era);
    assert.equal(lane.concurrency, 8);
    lane.failed(failure('rate'), lane.era);
    assert.equal(lane.concurrency, 4);
  });

  it('is left alone by what is no CallError', () => {
    const lane = new CallLane(8);
    lane.failed(new Error('429'));
    lane.failed(undefined);
    assert.equal(lane.concurrency, 8);
  });
});

/** Tasks that end when they are told to. */
class Tasks {
  readonly started: number[] = [];
  readonly #ends = new Map<number, () => void>();

  task(number: number): () => Promise<number> {
    return () => {
      this.started.push(number);
      return new Promise((resolve) => this.#ends.set(number, () => resolve(number)));
    };
  }

  async end(number: number): Promise<void> {
    this.#ends.get(number)?.();
    await turn();
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('CallLane.run', () => {
  it('runs as many as it may at once, the rest in order', async () => {
    const lane = new CallLane(2);
    const tasks = new Tasks();
    const results = [1, 2, 3, 4].map((number) => lane.run(tasks.task(number)));
    await turn();
    assert.deepEqual(tasks.started, [1, 2]);
    await tasks.end(2);
    assert.deepEqual(tasks.started, [1, 2, 3]);
    await tasks.end(1);
    assert.deepEqual(tasks.started, [1, 2, 3, 4]);
    await tasks.end(3);
    await tasks.end(4);
    assert.deepEqual(await Promise.all(results), [1, 2, 3, 4]);
  });

  it('starts nothing new after it was halved until fewer are running', async () => {
    const lane = new CallLane(4);
    const tasks = new Tasks();
    for (const number of [1, 2, 3, 4, 5, 6]) void lane.run(tasks.task(number));
    await turn();
    lane.failed(failure('rate'));
    await tasks.end(1);
    await tasks.end(2);
    assert.deepEqual(tasks.started, [1, 2, 3, 4]);
    await tasks.end(3);
    assert.deepEqual(tasks.started, [1, 2, 3, 4, 5]);
  });

  it('starts those that wait as soon as it recovers', async () => {
    const lane = new CallLane(2);
    lane.failed(failure('rate'));
    const tasks = new Tasks();
    for (const number of [1, 2]) void lane.run(tasks.task(number));
    await turn();
    assert.deepEqual(tasks.started, [1]);
    lane.answered({});
    await turn();
    assert.deepEqual(tasks.started, [1, 2]);
  });

  it('rejects as the task does and goes on with the next', async () => {
    const lane = new CallLane(1);
    const broken = new Error('broken');
    const failed = lane.run(() => Promise.reject(broken));
    const next = lane.run(async () => 'next');
    await assert.rejects(failed, (error) => error === broken);
    assert.equal(await next, 'next');
  });
});
