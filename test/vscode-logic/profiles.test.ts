import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../src/engine/worker/failure.ts';
import { EngineThread } from '../../src/vscode/profiles/engineThread.ts';
import { Profiles } from '../../src/vscode/profiles/profiles.ts';
import { RunRecords } from '../../src/vscode/profiles/runRecords.ts';
import { SavedOutcomes } from '../../src/vscode/profiles/savedOutcomes.ts';
import { FakeWorker } from './fakeWorker.ts';
import { orderFor, outcome, world } from './orders.ts';

const PROMPT = '/shop/p.prompty';

describe('Profiles', () => {
  let folder = '';
  let workers: FakeWorker[] = [];
  const records = (pid = process.pid): RunRecords => new RunRecords(join(folder, 'runs'), pid);
  const profilesWith = (kept: RunRecords): Profiles =>
    new Profiles({
      newThread: () =>
        new EngineThread(() => {
          const worker = new FakeWorker();
          workers.push(worker);
          return worker;
        }),
      factsFor: async () => world,
      records: kept,
      outcomes: new SavedOutcomes(join(folder, 'results')),
      now: () => 0,
    });
  const failure = (blame: Failure['blame']): Failure => ({
    name: 'SomeError',
    message: 'It failed.',
    blame,
    facts: {},
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'profiles-'));
    workers = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs from start to result, and remembers the result over a restart', async () => {
    const profiles = profilesWith(records());
    const phases: string[] = [];
    profiles.onDidChange((promptFile) => phases.push(profiles.standingOf(promptFile).phase));
    const ended = profiles.start(orderFor(PROMPT));
    assert.equal(profiles.running.length, 1);
    await turn();
    const progress = {
      type: 'progress',
      items: 10,
      itemLimit: 100,
      costUSD: 0.1,
      models: [],
      best: undefined,
    } as const;
    workers[0]?.answer({ type: 'event', id: 1, event: progress });
    assert.deepEqual(profiles.running[0]?.progress, progress);
    workers[0]?.answer({ type: 'answer', id: 1, answer: outcome });
    await ended;
    assert.deepEqual(phases, ['running', 'running', 'done']);
    assert.equal(workers[0]?.terminated, true);
    assert.equal(profiles.resumableOf(PROMPT), undefined);
    const restarted = profilesWith(records()).standingOf(PROMPT);
    assert.deepEqual(restarted, {
      phase: 'done',
      outcome,
      configWritten: false,
      committed: false,
      studentInFront: false,
    });
  });

  it('starts no second profile of a prompt that is running', async () => {
    const profiles = profilesWith(records());
    const ended = profiles.start(orderFor(PROMPT));
    assert.equal(profiles.start(orderFor(PROMPT)), ended);
    await turn();
    assert.equal(workers.length, 1);
    profiles.dispose();
  });

  const ends: readonly { readonly blame: Failure['blame']; readonly phase: string }[] = [
    { blame: 'cancelled', phase: 'none' },
    { blame: 'failure', phase: 'failed' },
    { blame: 'unexpected', phase: 'failed' },
    { blame: 'input', phase: 'failed' },
  ];
  for (const { blame, phase } of ends) {
    for (const calling of [true, false]) {
      it(`ended by blame ${blame}, ${calling ? 'calls had gone out: it can' : 'nothing had gone out: it cannot'} be gone on with`, async () => {
        const profiles = profilesWith(records());
        const ended = profiles.start(orderFor(PROMPT));
        await turn();
        if (calling) workers[0]?.answer({ type: 'event', id: 1, event: { type: 'started', warnings: [] } });
        workers[0]?.answer({ type: 'failure', id: 1, failure: failure(blame) });
        await ended;
        assert.equal(profiles.standingOf(PROMPT).phase, phase);
        assert.equal(profiles.resumableOf(PROMPT) !== undefined, calling);
      });
    }
  }

  it('keeps what there was to go on with when going on fails for bad input', async () => {
    const kept = records();
    kept.begin(orderFor(PROMPT));
    kept.stop(PROMPT);
    const profiles = profilesWith(kept);
    const ended = profiles.start(orderFor(PROMPT));
    await turn();
    workers[0]?.answer({ type: 'failure', id: 1, failure: failure('input') });
    await ended;
    assert.notEqual(profiles.resumableOf(PROMPT), undefined);
  });

  it('leaves the record of another window alone', async () => {
    // The parent process lives and is not this one.
    records(process.ppid).begin(orderFor(PROMPT));
    const profiles = profilesWith(records());
    const ended = profiles.start(orderFor(PROMPT));
    await turn();
    workers[0]?.answer({ type: 'failure', id: 1, failure: failure('input') });
    await ended;
    assert.equal(records().runsElsewhere(PROMPT), true);
  });

  it('shows that it is cancelling', async () => {
    const profiles = profilesWith(records());
    void profiles.start(orderFor(PROMPT));
    await turn();
    profiles.cancel(PROMPT);
    assert.equal(profiles.running[0]?.cancelling, true);
    assert.deepEqual(
      workers[0]?.received.map(({ type }) => type),
      ['ask', 'cancel'],
    );
    profiles.dispose();
  });

  it('offers to go on after being disposed in the middle, as when the window closes', async () => {
    const profiles = profilesWith(records());
    const ended = profiles.start(orderFor(PROMPT));
    await turn();
    profiles.dispose();
    await ended;
    const nextHost = new RunRecords(join(folder, 'runs'), process.pid + 1);
    // This very process still lives, so another one must not take its run for interrupted; once it is gone it may.
    assert.equal(nextHost.interrupted().length, 0);
    assert.deepEqual(
      records()
        .interrupted()
        .map(({ order }) => order.promptFile),
      [PROMPT],
    );
  });

  it('marks what became of a result', async () => {
    const profiles = profilesWith(records());
    const ended = profiles.start(orderFor(PROMPT));
    await turn();
    workers[0]?.answer({ type: 'answer', id: 1, answer: outcome });
    await ended;
    profiles.mark(PROMPT, { configWritten: true });
    assert.deepEqual(profilesWith(records()).standingOf(PROMPT), {
      phase: 'done',
      outcome,
      configWritten: true,
      committed: false,
      studentInFront: false,
    });
    profiles.forget(PROMPT);
    assert.equal(profilesWith(records()).standingOf(PROMPT).phase, 'none');
  });
});
