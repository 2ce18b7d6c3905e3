import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunRecords } from '../../src/vscode/profiles/runRecords.ts';
import { orderFor } from './orders.ts';

/** Above every process number that Linux gives out. */
const DEAD = 2 ** 30;

describe('RunRecords', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'records-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const promptsOf = (list: ReturnType<RunRecords['resumable']>): readonly string[] =>
    list.map(({ order }) => order.promptFile);

  it('knows of nothing where nothing ran', () => {
    assert.deepEqual(new RunRecords(join(folder, 'none'), 1).resumable(), []);
  });

  it('takes a run of a process that is gone for interrupted', () => {
    new RunRecords(folder, DEAD).begin(orderFor('/a'));
    assert.deepEqual(promptsOf(new RunRecords(folder, process.pid).interrupted()), ['/a']);
  });

  it('does not take its own run for interrupted', () => {
    const records = new RunRecords(folder, process.pid);
    records.begin(orderFor('/a'));
    assert.deepEqual(records.interrupted(), []);
    assert.equal(records.resumableOf('/a'), undefined);
  });

  it('takes a run under its own number for interrupted when it did not start it', () => {
    new RunRecords(folder, process.pid).begin(orderFor('/a'));
    assert.deepEqual(promptsOf(new RunRecords(folder, process.pid).interrupted()), ['/a']);
  });

  it('tells a stopped run from an interrupted one', () => {
    const records = new RunRecords(folder, process.pid);
    records.begin(orderFor('/a'));
    records.stop('/a');
    assert.deepEqual(records.interrupted(), []);
    assert.deepEqual(promptsOf(records.resumable()), ['/a']);
  });

  it('forgets what came to its end', () => {
    const records = new RunRecords(folder, process.pid);
    records.begin(orderFor('/a'));
    records.remove('/a');
    assert.deepEqual(new RunRecords(folder, process.pid).resumable(), []);
  });

  it('passes over records that cannot be read', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'cut.json'), '{"order": {"promptFile": "/a"');
    writeFileSync(join(folder, 'other.json'), '{"order": {}}');
    assert.deepEqual(new RunRecords(folder, process.pid).resumable(), []);
  });
});
