import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type FaultPlan, rateLimited } from '../../src/providers/sample/fault.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { faithfulModel, strayingModel } from '../support/cannedModels.ts';
import { type ChildOutcome, PROCESS_TIMEOUT_MS, startCli } from '../support/cliChild.ts';
import { cliRun } from '../support/cliRun.ts';
import { keyOfRequest, keysOf, readJournal, unresolvedIn } from '../support/journalReading.ts';
import { type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const ROWS = 40;
const REFERENCE = 'openai/gpt-4o';

/** A server that can be told to be difficult, and calls out when so many requests have arrived. */
class Provider {
  readonly requested: string[] = [];
  faults: FaultPlan = () => undefined;
  #server: SampleServer | undefined;
  #waiting: { readonly count: number; readonly arrived: () => void } | undefined;

  static async start(latencyMs = 0): Promise<Provider> {
    const provider = new Provider();
    provider.#server = await startSampleServer({
      models: [faithfulModel('gpt-4o'), strayingModel('gpt-4o-mini', 10)],
      latencyMs,
      faults: (number, record) => provider.faults(number, record),
      onRequest: (record) => {
        provider.requested.push(keyOfRequest(record));
        if (provider.requested.length === provider.#waiting?.count) provider.#waiting.arrived();
      },
    });
    return provider;
  }

  get env() {
    return { OPENAI_BASE_URL: `${this.#server?.url}/v1` };
  }

  requestNumber(count: number): Promise<void> {
    return new Promise((arrived) => {
      this.#waiting = { count, arrived };
    });
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}

const providers: Provider[] = [];

async function provider(latencyMs?: number): Promise<Provider> {
  const started = await Provider.start(latencyMs);
  providers.push(started);
  return started;
}

/** Asks every model about every row, once. */
const EVERY_ROW = ['--method', 'smart-mix', '--self-check', '0'];

const argvOf = (folder: ProfileFolder, ...more: string[]) => {
  const models = ['--models', `openai/gpt-4o-mini,${REFERENCE}`, '--reference', REFERENCE];
  return [
    'profile',
    folder.prompt,
    '--data',
    folder.data,
    ...models,
    ...EVERY_ROW,
    '--concurrency',
    '2',
    '--json',
    ...more,
  ];
};

/** Profiles in a process of its own and sends it the signal as soon as the server has seen so many requests. */
async function interrupted(
  from: Provider,
  folder: ProfileFolder,
  { at, signal = 'SIGINT' }: { readonly at: number; readonly signal?: NodeJS.Signals },
): Promise<ChildOutcome> {
  const arrived = from.requestNumber(at);
  const child = startCli(argvOf(folder), { cwd: folder.path, env: from.env });
  await Promise.race([arrived, child.ended]);
  child.kill(signal);
  return child.ended;
}

function assertCancelled({ code, signal, out, err }: ChildOutcome, folder: ProfileFolder): void {
  assert.deepEqual([code, signal], [1, null], err);
  assert.equal(out, '');
  assert.match(err, /Cancelled\. Every answer already paid for is kept; run the same command again/);
  assert.doesNotMatch(err, /Unexpected error|\n\s+at /);
  assert.ok(!folder.hasConfig());
  const { records, tail } = readJournal(folder.journal);
  assert.equal(tail, '');
  assert.deepEqual(unresolvedIn(records), [], 'every call that went out has its outcome in the journal');
}

/** What a run that nobody interrupts prints and writes. */
async function undisturbed(): Promise<{ out: string; config: string }> {
  const folder = profileFolder({ rows: ROWS });
  const { out } = await cliRun(argvOf(folder), { env: (await provider()).env });
  return { out: out.replace(folder.path, '~'), config: readFileSync(folder.config, 'utf8') };
}

describe('cancelling downtier profile', function () {
  this.timeout(PROCESS_TIMEOUT_MS);

  after(async () => {
    await Promise.all(providers.map((started) => started.close()));
    removeProfileFolders();
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`downtier: ${signal} lets what is under way come home, and the next run asks only for the rest`, async () => {
      const server = await provider(40);
      const folder = profileFolder({ rows: ROWS });
      assertCancelled(await interrupted(server, folder, { at: 33, signal }), folder);
      const asked = server.requested.length;
      assert.ok(asked >= 33 && asked < 2 * ROWS, `${asked} were asked`);
      const answered = keysOf(readJournal(folder.journal).records, 'answered');
      assert.deepEqual(new Set(answered), new Set(server.requested), 'what was asked was answered and kept');
      const { out, code } = await cliRun(argvOf(folder), { env: server.env });
      assert.equal(code, 0);
      assert.equal(server.requested.length, 2 * ROWS);
      assert.equal(new Set(server.requested).size, 2 * ROWS, 'something was asked twice');
      const expected = await undisturbed();
      assert.equal(out.replace(folder.path, '~'), expected.out);
      // Ran in this process, on its fixed day.
      assert.equal(readFileSync(folder.config, 'utf8'), expected.config);
    });
  }

  it('downtier: calls that get no answer are cut, counted as possibly billed, and asked again', async () => {
    const server = await provider();
    const folder = profileFolder({ rows: ROWS });
    // The first ten items go through; then each of the two models keeps its two callers waiting.
    server.faults = (number) => (number > 20 ? { kind: 'delay', delayMs: 3_600_000 } : undefined);
    assertCancelled(await interrupted(server, folder, { at: 24 }), folder);
    assert.equal(server.requested.length, 24);
    const { records } = readJournal(folder.journal);
    const failed = records.filter((record) => record.type === 'failed');
    assert.deepEqual(
      failed.map(({ reason }) => reason),
      Array<string>(4).fill('cancelled'),
    );
    assert.deepEqual(new Set(failed.map(({ key }) => key)), new Set(server.requested.slice(20)));
    assert.ok(failed.every(({ mayCostUSD }) => mayCostUSD > 0));
    assert.equal(keysOf(records, 'answered').length, 20);
    server.faults = () => undefined;
    assert.equal((await cliRun(argvOf(folder), { env: server.env })).code, 0);
    assert.equal(server.requested.length, 2 * ROWS + 4);
    assert.equal(new Set(server.requested).size, 2 * ROWS);
  });

  it('downtier: a long wait before the next attempt is cut short', async () => {
    const server = await provider();
    const folder = profileFolder({ rows: ROWS });
    server.faults = () => rateLimited(100_000);
    // Each of the two models has two callers, and all four are told to wait; more come only after that.
    assertCancelled(await interrupted(server, folder, { at: 4 }), folder);
    assert.equal(server.requested.length, 4);
    assert.deepEqual(keysOf(readJournal(folder.journal).records, 'answered'), []);
  });

  it('runCli: cancelled before it begins', async () => {
    const server = await provider();
    const folder = profileFolder({ rows: ROWS });
    const { code, out, err } = await cliRun(argvOf(folder), { env: server.env, signal: AbortSignal.abort() });
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /Cancelled/);
    assert.deepEqual([server.requested.length, folder.hasConfig()], [0, false]);
  });

  it('runCli: cancelled at the question whether to spend', async () => {
    const server = await provider();
    const folder = profileFolder({ rows: ROWS });
    const abort = new AbortController();
    const { code, out, err } = await cliRun(argvOf(folder), {
      env: server.env,
      signal: abort.signal,
      // As Node's readline does.
      confirm: (_, signal) => {
        abort.abort();
        return Promise.reject(signal.reason as Error);
      },
    });
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /Cancelled/);
    assert.deepEqual([server.requested.length, folder.hasConfig()], [0, false]);
  });
});
