import assert from 'node:assert/strict';
import { Journal } from '../../../src/core/calls/journal.ts';
import { PaidCalls } from '../../../src/core/calls/paidCalls.ts';
import { SpendingCap } from '../../../src/core/calls/spendingCap.ts';
import { SpendingCapError } from '../../../src/core/calls/spendingCapError.ts';
import { CallError } from '../../../src/core/models/callError.ts';
import type { ChatReply, ModelParameters, TokenLogprob } from '../../../src/core/models/chatModel.ts';
import { PromptAnswers, type RowItem } from '../../../src/core/profiling/promptAnswers.ts';
import { MissingVariableError } from '../../../src/core/prompts/missingVariableError.ts';
import { readPrompt } from '../../../src/core/prompts/readPrompt.ts';
import { createRandom } from '../../../src/core/random.ts';
import { sha256 } from '../../../src/node/sha256.ts';
import { caughtFrom } from '../../support/caughtFrom.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeModel, flatPrice, replyOf } from '../../support/fakeModel.ts';
import { MemoryStore } from '../../support/memoryJournal.ts';

const signal = new AbortController().signal;
const item = (text: string): RowItem => ({ id: text, gold: undefined, values: { text } });

function answersOf(
  reply: (call: number) => ChatReply,
  { capUSD = 1000, parameters = { maxOutputTokens: 10 } as ModelParameters } = {},
) {
  const model = new FakeModel('a/b', (_, call) => reply(call));
  const calls = new PaidCalls({
    models: new Map([[model.id, { model, price: flatPrice }]]),
    journal: new Journal(new MemoryStore(), []),
    cap: new SpendingCap(capUSD),
    clock: new FakeClock(),
    random: createRandom(1),
    digest: sha256,
    concurrency: 4,
    timeoutMs: 1000,
  });
  const template = readPrompt('triage.txt', 'Sort: {{text}}').template!;
  return { answers: new PromptAnswers({ template, parameters, calls }), model, calls };
}

function replyWith(logprobs: readonly number[]): ChatReply {
  const { answer, rateLimit } = replyOf('billing', 3);
  const tokens = logprobs.map((logprob): TokenLogprob => ({ token: 'x', logprob, alternatives: [] }));
  return { answer: { ...answer, logprobs: tokens }, rateLimit };
}

describe('PromptAnswers.answer', () => {
  it('sends the prompt rendered with the row, and the parameters', async () => {
    const { answers, model } = answersOf(() => replyOf('billing'), {
      parameters: { maxOutputTokens: 7, temperature: 0 },
    });
    await answers.answer('a/b', item('Where is my refund?'), signal);
    assert.deepEqual(model.requests, [
      {
        messages: [{ role: 'user', content: 'Sort: Where is my refund?' }],
        parameters: { maxOutputTokens: 7, temperature: 0 },
        logprobs: true,
      },
    ]);
  });

  it('gives the text, the cost and the token probability', async () => {
    const { answers } = answersOf(() => replyWith([Math.log(0.5), Math.log(0.25)]));
    const outcome = await answers.answer('a/b', item('x'), signal);
    assert.ok(outcome.kind === 'answered');
    const { tokenProbability, ...rest } = outcome;
    assert.deepEqual(rest, { kind: 'answered', text: 'billing', costUSD: 3 });
    assert.ok(Math.abs(tokenProbability! - 0.125) < 1e-12);
  });

  it('leaves the token probability unknown without log-probabilities', async () => {
    const { answers } = answersOf(() => replyOf('billing'));
    const outcome = await answers.answer('a/b', item('x'), signal);
    assert.ok(outcome.kind === 'answered');
    assert.equal(outcome.tokenProbability, undefined);
  });

  it('passes a failed call on as missing', async () => {
    const { answers } = answersOf(() => {
      throw new CallError('the request was refused', { model: 'a/b', reason: 'request' });
    });
    const outcome = await answers.answer('a/b', item('x'), signal);
    assert.deepEqual(outcome, { kind: 'missing', why: 'the request was refused' });
  });

  const refusals: readonly (readonly [name: string, reason: 'key' | 'model'])[] = [
    ['a wrong key', 'key'],
    ['an unknown model', 'model'],
  ];
  for (const [name, reason] of refusals) {
    it(`rejects for ${name}, which no other row can mend`, async () => {
      const { answers } = answersOf(() => {
        throw new CallError(`it is the ${reason}`, { model: 'a/b', reason });
      });
      assert.equal((await caughtFrom(answers.answer('a/b', item('x'), signal), CallError)).reason, reason);
    });
  }

  it('rejects when the call could break the cap, and sends nothing', async () => {
    const { answers, model } = answersOf(() => replyOf('billing'), { capUSD: 9 });
    await caughtFrom(answers.answer('a/b', item('x'), signal), SpendingCapError);
    assert.equal(model.requests.length, 0);
  });

  it('rejects for a row without the variable, and sends nothing', async () => {
    const { answers, model } = answersOf(() => replyOf('billing'));
    const row: RowItem = { id: '0', gold: undefined, values: { body: 'x' } };
    const error = await caughtFrom(answers.answer('a/b', row, signal), MissingVariableError);
    assert.deepEqual([error.variable, error.columns], ['text', ['body']]);
    assert.equal(model.requests.length, 0);
  });

  it("rejects with the signal's reason", async () => {
    const { answers } = answersOf(() => replyOf('billing'));
    const reason = new Error('enough');
    await assert.rejects(answers.answer('a/b', item('x'), AbortSignal.abort(reason)), (error) => error === reason);
  });
});

describe('PromptAnswers.costUSD', () => {
  it('is what all answers cost, rows that render alike paid once', async () => {
    const { answers, calls, model } = answersOf((call) => replyOf('billing', call));
    assert.equal(answers.costUSD, 0);
    for (const text of ['x', 'y', 'x']) await answers.answer('a/b', item(text), signal);
    assert.equal(model.requests.length, 2);
    assert.equal(answers.costUSD, 1 + 2);
    assert.equal(calls.costUSD, 1 + 2);
  });
});
