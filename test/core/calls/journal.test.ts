import assert from 'node:assert/strict';
import { Journal, type JournalRecord } from '../../../src/core/calls/journal.ts';
import { replyOf } from '../../support/fakeModel.ts';
import { MemoryStore } from '../../support/memoryJournal.ts';

const answered = (key: string, costUSD: number): Extract<JournalRecord, { type: 'answered' }> => ({
  type: 'answered',
  key,
  costUSD,
  seconds: 1,
  answer: replyOf('yes').answer,
});
const sent = (key: string, worstUSD: number) => ({ type: 'sent', key, model: 'a/b', worstUSD }) as const;
const failed = (key: string, mayCostUSD: number) =>
  ({ type: 'failed', key, reason: 'timeout', status: undefined, mayCostUSD }) as const;

describe('Journal', () => {
  it('starts a new store with its version and an old one with nothing', () => {
    const store = new MemoryStore();
    new Journal(store, []);
    assert.deepEqual(store.lines, ['{"type":"journal","version":1}']);
    store.reopened();
    assert.equal(store.lines.length, 1);
  });

  it('gives back an answer after reopening, to the last digit', () => {
    const store = new MemoryStore();
    const record = answered('k', 0.1 + 0.2);
    new Journal(store, []).record(record);
    assert.deepEqual(store.reopened().answerTo('k'), record);
    assert.equal(store.reopened().answerTo('other'), undefined);
  });

  const histories: readonly [string, readonly Exclude<JournalRecord, { type: 'journal' }>[], number][] = [
    ['an answer counts its cost', [sent('k', 5), answered('k', 2)], 2],
    ['a call without outcome counts its worst case', [sent('k', 5)], 5],
    [
      'a failed attempt counts what may have been billed',
      [sent('k', 5), failed('k', 5), sent('k', 5), answered('k', 2)],
      7,
    ],
    ['a refused attempt counts nothing', [sent('k', 5), failed('k', 0), sent('k', 5), answered('k', 2)], 2],
    ['a call sent again after a crash counts both', [sent('k', 5), sent('k', 4), answered('k', 2)], 7],
    ['another call counts for itself only', [sent('j', 5), answered('j', 3)], 0],
  ];
  for (const [name, records, spent] of histories) {
    it(`spentOn: ${name}`, () => {
      const store = new MemoryStore();
      const journal = new Journal(store, []);
      for (const record of records) journal.record(record);
      assert.equal(journal.spentOn('k'), spent);
      assert.equal(store.reopened().spentOn('k'), spent);
    });
  }

  it('hasFailed: only of what was asked, ended without an answer, and was not answered later', () => {
    const store = new MemoryStore();
    const journal = new Journal(store, []);
    for (const record of [failed('never', 1), failed('later', 1), answered('later', 2), sent('open', 1)])
      journal.record(record);
    const keys = ['never', 'later', 'open', 'unknown'];
    for (const one of [journal, store.reopened()])
      assert.deepEqual(
        keys.map((key) => one.hasFailed(key)),
        [true, false, false, false],
      );
  });

  it('sums over all calls what was spent, for sure or possibly', () => {
    const store = new MemoryStore();
    const journal = new Journal(store, []);
    const records = [sent('j', 5), answered('j', 2), sent('k', 4), failed('k', 4), sent('l', 3)];
    for (const record of records) journal.record(record);
    assert.equal(journal.spentUSD, 9);
    assert.equal(store.reopened().spentUSD, 9);
  });

  it('passes over records of types it does not know', () => {
    const journal = new Journal(new MemoryStore(), ['{"type":"journal","version":1}', '{"type":"later","key":"k"}']);
    assert.equal(journal.spentOn('k'), 0);
  });
});
