import assert from 'node:assert/strict';
import { Journal, type JournalRecord } from '../../../src/core/calls/journal.ts';
import { JournaledCalls } from '../../../src/core/calls/journaledCalls.ts';
import { packVector, unpackVector } from '../../../src/core/calls/packedVector.ts';
import { PaidCalls } from '../../../src/core/calls/paidCalls.ts';
import { SilentModelError } from '../../../src/core/calls/silentModelError.ts';
import { SpendingCap } from '../../../src/core/calls/spendingCap.ts';
import { SpendingCapError } from '../../../src/core/calls/spendingCapError.ts';
import { CallError } from '../../../src/core/models/callError.ts';
import type { CallBound } from '../../../src/core/models/price.ts';
import type { TokenUsage } from '../../../src/core/models/usage.ts';
import { createRandom } from '../../../src/core/random.ts';
import { sha256 } from '../../../src/node/sha256.ts';
import { caughtFrom } from '../../support/caughtFrom.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { flatPrice } from '../../support/fakeModel.ts';
import { MemoryStore } from '../../support/memoryJournal.ts';

const ID = 'compatible:box/e5';
const signal = new AbortController().signal;
/** A dollar an input token. */
const price = {
  ...flatPrice,
  costUSD: ({ inputTokens }: TokenUsage) => inputTokens,
  worstCaseUSD: ({ inputTokens }: CallBound) => inputTokens,
};
const usage = { cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0, batch: false };

class FakeEmbeddings {
  readonly id = ID;
  readonly texts: string[] = [];
  readonly #vectorOf: (text: string) => Float32Array | CallError;

  constructor(vectorOf: (text: string) => Float32Array | CallError = (text) => Float32Array.of(text.length, 0.1)) {
    this.#vectorOf = vectorOf;
  }

  async embed(text: string) {
    this.texts.push(text);
    const vector = this.#vectorOf(text);
    if (vector instanceof CallError) throw vector;
    return { answer: { vector, usage: { ...usage, inputTokens: 3 } }, rateLimit: {} };
  }
}

function callsTo(
  model: FakeEmbeddings,
  { store = new MemoryStore(), capUSD = 1e6, length = undefined as number | undefined } = {},
) {
  const calls = new PaidCalls({
    models: new Map(),
    embeddings: { model, price, length },
    journal: new Journal(store, [...store.lines]),
    cap: new SpendingCap(capUSD),
    clock: new FakeClock(),
    random: createRandom(1),
    digest: sha256,
    concurrency: 4,
    timeoutMs: 1000,
  });
  return { calls, store, embed: (text: string) => calls.embed(ID, text, signal) };
}

const failure = (reason: ConstructorParameters<typeof CallError>[1]['reason']) =>
  new CallError(`it was ${reason}.`, { model: ID, reason });

describe('PaidCalls.embed', () => {
  it('pays for a text once, in this run and the next, and gives the same numbers', async () => {
    const model = new FakeEmbeddings();
    const { embed, calls, store } = callsTo(model);
    const [first, twin] = await Promise.all([embed('a text'), embed('a text')]);
    const later = await callsTo(model, { store }).embed('a text');
    for (const outcome of [first, twin, later])
      assert.deepEqual(outcome.kind === 'answered' && outcome.answer, Float32Array.of(6, 0.1));
    assert.deepEqual(model.texts, ['a text']);
    assert.equal(calls.costUSD, 3);
  });

  it('journals it so that nothing has to be asked to know it again', async () => {
    const { embed, store } = callsTo(new FakeEmbeddings());
    await embed('a text');
    const records = store.lines.map((line) => JSON.parse(line) as JournalRecord);
    assert.deepEqual(
      records.map(({ type }) => type),
      ['journal', 'sent', 'answered'],
    );
    const journaled = new JournaledCalls(new Journal(new MemoryStore(), store.lines), sha256);
    const known = await journaled.embed(ID, 'a text', signal);
    assert.deepEqual(known.kind === 'answered' && known.answer, Float32Array.of(6, 0.1));
    assert.equal((await journaled.embed(ID, 'another', signal)).kind, 'missing');
    assert.equal((await journaled.embed('compatible:box/other', 'a text', signal)).kind, 'missing');
  });

  it('sends nothing that could break the cap', async () => {
    const model = new FakeEmbeddings();
    await caughtFrom(callsTo(model, { capUSD: 0.5 }).embed('a text'), SpendingCapError);
    assert.deepEqual(model.texts, []);
  });

  it('tries again, then calls it missing, and gives a silent server up after ten', async () => {
    const down = new FakeEmbeddings(() => failure('server'));
    const { embed } = callsTo(down);
    assert.deepEqual(await embed('0'), { kind: 'missing', why: 'it was server.' });
    assert.equal(down.texts.length, 5);
    for (let text = 1; text < 9; text++) await embed(String(text));
    await caughtFrom(embed('9'), SilentModelError);
  });

  for (const reason of ['key', 'model'] as const) {
    it(`rejects at once where the ${reason} is refused`, async () => {
      const refused = new FakeEmbeddings(() => failure(reason));
      assert.equal((await caughtFrom(callsTo(refused).embed('a'), CallError)).reason, reason);
      assert.equal(refused.texts.length, 1);
    });
  }

  it('refuses vectors of another length than the first, those of an earlier run among them', async () => {
    const { embed, store } = callsTo(new FakeEmbeddings());
    await embed('a text');
    const longer = callsTo(new FakeEmbeddings(() => Float32Array.of(1, 2, 3)), { store });
    await longer.embed('a text');
    const error = await caughtFrom(longer.embed('another'), CallError);
    assert.match(error.message, /a vector of 3 numbers where 2 are expected/);
  });

  it('refuses vectors of another length than the one given', async () => {
    await caughtFrom(callsTo(new FakeEmbeddings(), { length: 8 }).embed('a text'), CallError);
  });

  it('knows no other model', async () => {
    await assert.rejects(callsTo(new FakeEmbeddings()).calls.embed('openai/x', 'a', signal), RangeError);
  });
});

describe('packVector', () => {
  it('keeps every number to the bit', () => {
    const vector = Float32Array.of(0, -0, 1 / 3, -1e-30, 3.4e38, 1e-45);
    assert.deepEqual(unpackVector(packVector(vector)), vector);
    assert.deepEqual(unpackVector(packVector(new Float32Array(0))), new Float32Array(0));
  });
});
