import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../src/core/profiling/answerSource.ts';
import { EvidenceLedger } from '../../src/core/profiling/evidenceLedger.ts';
import { sha256 as hashOf } from '../../src/node/sha256.ts';
import { type RecordedItem, RecordingError, readRecording } from '../../src/providers/recording.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { sameText } from '../support/coinFlipSource.ts';

const fixture = fileURLToPath(new URL('../fixtures/recordings-unit', import.meta.url));
/** sha256sum of the fixture's items.jsonl. */
const fixtureHash = '2250577f56d2f631e050fdf7d2b575ae53e9fa837380705cb3974d2e4e93f590';
const signal = new AbortController().signal;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'downtier-recording-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const answered = (text: string | null, costUSD: number, tokenProbability?: number): Outcome => ({
  kind: 'answered',
  text,
  costUSD,
  tokenProbability,
});

describe('readRecording', () => {
  it('gives the reference, the models, the labels and the hash of the items', async () => {
    const { reference, models, labels, sha256 } = await readRecording(fixture);
    assert.deepEqual(
      { reference, models, labels, sha256 },
      { reference: 'large', models: ['small', 'middle', 'large'], labels: ['yes', 'no'], sha256: fixtureHash },
    );
  });

  it('gives each item with its answers, in file order', async () => {
    const { items } = await readRecording(fixture);
    const expected: readonly (readonly [Omit<RecordedItem, 'answers'>, Readonly<Record<string, Outcome>>])[] = [
      [
        { id: 'q-1', input: 'Is water wet?', gold: 'yes' },
        { small: answered('no', 0.001, 0.51), middle: answered('yes', 0.01, 0.9), large: answered('yes', 0.1, 1) },
      ],
      [
        { id: 'q-2', input: 'Où\u2028est-ce ? 𝄞', gold: undefined },
        { small: answered(null, 0.002), large: answered('no', 0.2) },
      ],
      [
        { id: 'q-3', input: undefined, gold: undefined },
        { small: answered('', 0, 0), middle: answered('no', 0.03), large: answered(null, 0.3) },
      ],
      [{ id: 'q-4', input: undefined, gold: undefined }, {}],
    ];
    assert.deepEqual(
      items.map(({ answers, ...item }) => [item, Object.fromEntries(answers)]),
      expected,
    );
  });

  it('knows no labels where the recording names none', async () => {
    for (const labelSet of [undefined, null]) {
      const recording = await readRecording(recorded({ meta: { ...meta, labelSet } }));
      assert.equal(recording.labels, undefined);
    }
  });

  it('reads more than one piece of a file, characters cut in two included', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => itemOf(String(index), { input: '€'.repeat(index % 40) }));
    const { items, sha256 } = await readRecording(recorded({ items: lines }));
    assert.equal(sha256, hashOf(readFileSync(join(folder, 'items.jsonl'), 'utf8')));
    assert.deepEqual(
      items.map(({ id, input }) => [id, input]),
      lines.map((_, index) => [String(index), '€'.repeat(index % 40)]),
    );
  });
});

describe('Recording.source', () => {
  it('answers from the recording and adds up what the answers cost then', async () => {
    const recording = await readRecording(fixture);
    const [first, second] = recording.items as [RecordedItem, RecordedItem];
    const source = recording.source();
    assert.equal(source.costUSD, 0);
    assert.deepEqual(await source.answer('middle', first, signal), answered('yes', 0.01, 0.9));
    assert.deepEqual(await source.answer('small', second, signal), answered(null, 0.002));
    assert.equal(source.costUSD, 0.01 + 0.002);
    assert.equal(recording.source().costUSD, 0);
  });

  it('says of an answer that is not there that it is missing, at no cost', async () => {
    const recording = await readRecording(fixture);
    const source = recording.source();
    const why = (model: string, id: string) => `the recording has no answer of ${model} to ${id}`;
    for (const [model, index, id] of [
      ['middle', 1, 'q-2'],
      ['large', 3, 'q-4'],
      ['never-heard-of', 0, 'q-1'],
    ] as const) {
      const outcome = await source.answer(model, recording.items[index]!, signal);
      assert.deepEqual(outcome, { kind: 'missing', why: why(model, id) });
    }
    assert.equal(source.costUSD, 0);
  });

  it('lets a null answer deviate and a missing one count neither way', async () => {
    const recording = await readRecording(fixture);
    const ledger = new EvidenceLedger(recording.source(), sameText, {
      reference: recording.reference,
      candidates: ['small', 'middle'],
    });
    await ledger.askRound(recording.items, ledger.candidates, signal);
    assert.deepEqual(
      ledger.candidates.map(({ model, items, deviations, missing }) => ({ model, items, deviations, missing })),
      [
        { model: 'small', items: 3, deviations: 3, missing: 1 },
        { model: 'middle', items: 2, deviations: 1, missing: 2 },
      ],
    );
  });
});

const meta = { reference: 'a', models: { a: {}, b: {} } };

function itemOf(id: string, changes: object = {}): object {
  return { id, models: { a: { answer: 'x', costUSD: 0.5 } }, ...changes };
}

function withAnswer(changes: object): object {
  return itemOf('2', { models: { a: { answer: 'x', costUSD: 0.5, ...changes } } });
}

/** A folder with these files; a text is written as it is. */
function recorded(files: { readonly meta?: unknown; readonly items?: readonly unknown[] }): string {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  writeFileSync(join(folder, 'meta.json'), textOf(files.meta ?? meta));
  writeFileSync(join(folder, 'items.jsonl'), (files.items ?? [itemOf('1')]).map(textOf).join('\n'));
  return folder;
}

describe('RecordingError', () => {
  const badItems: readonly (readonly [name: string, item: unknown, why: RegExp])[] = [
    ['text that is not JSON', '{"id":"2",', /is not valid JSON/],
    ['a list', [], /the value: .*expected object/i],
    ['no id', { models: {} }, /: id: /],
    ['an id that is a number', itemOf('2', { id: 2 }), /: id: /],
    ['no models', { id: '2' }, /: models: /],
    ['no answer', itemOf('2', { models: { a: { costUSD: 1 } } }), /: models\.a\.answer: /],
    ['an answer that is a number', withAnswer({ answer: 7 }), /: models\.a\.answer: /],
    ['no cost', itemOf('2', { models: { a: { answer: 'x' } } }), /: models\.a\.costUSD: /],
    ['an unknown cost', withAnswer({ costUSD: null }), /: models\.a\.costUSD: /],
    ['a negative cost', withAnswer({ costUSD: -0.1 }), /: models\.a\.costUSD: .*>=0/],
    ['a confidence above 1', withAnswer({ confidence: 1.01 }), /: models\.a\.confidence: .*<=1/],
    ['a confidence below 0', withAnswer({ confidence: -0.01 }), /: models\.a\.confidence: .*>=0/],
    ['a confidence in words', withAnswer({ confidence: 'high' }), /: models\.a\.confidence: /],
    ['gold that is a number', itemOf('2', { gold: 7 }), /: gold: /],
  ];
  for (const [name, item, why] of badItems) {
    it(`names file and line of an item with ${name}`, async () => {
      // Line 2 is blank, line 3 the bad one.
      const error = await caughtFrom(
        readRecording(recorded({ items: [itemOf('1'), '', item, itemOf('4')] })),
        RecordingError,
      );
      const file = join(folder, 'items.jsonl');
      assert.deepEqual([error.file, error.line, error.blame], [file, 3, 'input']);
      assert.ok(error.message.startsWith(`${file}:3: `), error.message);
      assert.match(error.message, why);
    });
  }

  const badMeta: readonly (readonly [name: string, text: unknown, why: RegExp])[] = [
    ['is not JSON', '{', /is not valid JSON/],
    ['names no reference', { models: {} }, /: reference: /],
    ['names no models', { reference: 'a' }, /: models: /],
    ['has labels that are no texts', { ...meta, labelSet: [1] }, /: labelSet\.0: /],
  ];
  for (const [name, text, why] of badMeta) {
    it(`names meta.json when it ${name}`, async () => {
      const error = await caughtFrom(readRecording(recorded({ meta: text })), RecordingError);
      const file = join(folder, 'meta.json');
      assert.deepEqual([error.file, error.line], [file, undefined]);
      assert.ok(error.message.startsWith(`${file}: `), error.message);
      assert.match(error.message, why);
    });
  }

  it('says what a recording is when meta.json is missing', async () => {
    const error = await caughtFrom(readRecording(folder), RecordingError);
    assert.equal(error.file, join(folder, 'meta.json'));
    assert.match(error.message, /cannot be read; --recording wants a folder with meta\.json and items\.jsonl/);
    assert.equal((error.cause as NodeJS.ErrnoException).code, 'ENOENT');
  });

  it('says so when items.jsonl is missing', async () => {
    const path = recorded({});
    rmSync(join(path, 'items.jsonl'));
    const error = await caughtFrom(readRecording(path), RecordingError);
    assert.deepEqual([error.file, error.line], [join(folder, 'items.jsonl'), undefined]);
    assert.match(error.message, /cannot be read/);
    assert.equal((error.cause as NodeJS.ErrnoException).code, 'ENOENT');
  });

  for (const items of [[], ['', '  ', '']]) {
    it(`says so when ${items.length} lines hold no item`, async () => {
      const error = await caughtFrom(readRecording(recorded({ items })), RecordingError);
      assert.deepEqual([error.file, error.line], [join(folder, 'items.jsonl'), undefined]);
      assert.match(error.message, /holds no items/);
    });
  }
});
