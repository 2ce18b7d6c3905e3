import assert from 'node:assert/strict';
import { compactLogprobs } from '../../src/core/calls/compactLogprobs.ts';
import { CallError, type CallErrorReason } from '../../src/core/models/callError.ts';
import { tokenProbability } from '../../src/core/policies/tokenProbability.ts';
import { askStage } from '../../src/runtime/askStage.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { FakeModel, flatPrice, replyOf } from '../support/fakeModel.ts';

const failure = (reason: CallErrorReason, more: object = {}) =>
  new CallError(`it was ${reason}`, { model: 'a/b', reason, ...more });
const order = { messages: [], logprobs: true, signal: new AbortController().signal, onText: undefined };

interface Asking {
  readonly logprobs?: boolean;
  readonly onText?: (piece: string) => void;
  readonly priced?: boolean;
}

function ask(model: FakeModel, { priced = true, ...more }: Asking = {}) {
  const deps = { clock: new FakeClock(), random: { uniform: () => 0.5 }, attempts: 3 };
  const stage = { model, parameters: {}, price: priced ? flatPrice : undefined };
  return askStage(stage, { ...order, ...more }, deps);
}

/** Fails so often with these, then answers. */
const failing = (...errors: readonly Error[]) =>
  new FakeModel('a/b', (_, call) => {
    const error = errors[call - 1];
    if (error) throw error;
    return replyOf('yes', 2);
  });

describe('askStage', () => {
  it('asks as a profile does: with an output limit, and with log-probabilities where a decision rests on them', async () => {
    const model = failing();
    await ask(model);
    await ask(model, { logprobs: false });
    assert.deepEqual(
      model.requests.map(({ parameters, logprobs }) => [parameters.maxOutputTokens, logprobs]),
      [
        [1024, true],
        [1024, false],
      ],
    );
  });

  it('takes the probability of as many tokens as a journal keeps', async () => {
    const logprobs = Array.from({ length: 2000 }, (_, index) => ({
      token: 'x',
      logprob: index < 512 ? -0.1 : -9,
      alternatives: [],
    }));
    const { answer, rateLimit } = replyOf('long');
    const model = new FakeModel('a/b', () => ({ answer: { ...answer, logprobs }, rateLimit }));
    const outcome = await ask(model);
    assert.ok(outcome.kind === 'answered');
    assert.equal(outcome.tokenProbability, tokenProbability(compactLogprobs({ ...answer, logprobs })));
    assert.ok(Math.abs((outcome.tokenProbability ?? 0) - Math.exp(-0.1)) < 1e-9);
  });

  const bills: readonly (readonly [name: string, errors: readonly Error[], costUSD: number | undefined])[] = [
    ['an answer costs what it costs', [], 2],
    ['a refused attempt costs nothing', [failure('rate')], 2],
    ['an attempt that may have been billed leaves the cost unknown', [failure('timeout')], undefined],
    ['a malformed answer costs its usage', [failure('malformed', { usage: replyOf('', 5).answer.usage })], 7],
  ];
  for (const [name, errors, costUSD] of bills) {
    it(`${name}`, async () => assert.equal((await ask(failing(...errors))).costUSD, costUSD));
  }

  it('does not know a cost without a price', async () => {
    assert.equal((await ask(failing(), { priced: false })).costUSD, undefined);
  });

  it('gives up after its attempts, with the reason', async () => {
    const model = failing(failure('server'), failure('server'), failure('overloaded'));
    const outcome = await ask(model);
    assert.deepEqual([outcome.kind, outcome.kind === 'failed' && outcome.why], ['failed', 'it was overloaded']);
    assert.equal(model.requests.length, 3);
  });

  it('does not begin a stream again of which something was given out', async () => {
    const pieces: string[] = [];
    let calls = 0;
    const model = new FakeModel('a/b', () => assert.fail());
    model.call = async (_request, _signal, onText?: (piece: string) => void) => {
      calls++;
      onText?.('ye');
      throw failure('connection');
    };
    const outcome = await ask(model, { onText: (piece) => pieces.push(piece) });
    assert.deepEqual([outcome.kind, outcome.kind === 'failed' && outcome.isGivenOut], ['failed', true]);
    assert.deepEqual([pieces, calls], [['ye'], 1]);
  });

  it('rejects with what is no failure of the provider', async () => {
    await assert.rejects(ask(failing(new RangeError('a fault of ours'))), /a fault of ours/);
  });
});
