import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRandom, type Random } from '../../src/core/random.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { Arrivals } from '../support/arrivals.ts';
import { faithfulModel, strayingModel } from '../support/cannedModels.ts';
import { startCli } from '../support/cliChild.ts';
import { type CliOutcome, cliRun } from '../support/cliRun.ts';
import { countsOf, keysOf, readJournal, unresolvedIn } from '../support/journalReading.ts';
import { type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const ROWS = 240;
const CONCURRENCY = 4;
const MODELS = ['openai/gpt-4.1-nano', 'openai/gpt-4o-mini', 'openai/gpt-4o'];
const CALLS = ROWS * MODELS.length;
const KILLS = 24;
/** A life lasts for 1 to this many requests, so that all of them together stay short of the whole profile. */
const LONGEST_LIFE = 40;
const SEED = 20261101;

let server: SampleServer;
const arrivals = new Arrivals();
const requested = arrivals.keys;

const env = () => ({ OPENAI_BASE_URL: `${server.url}/v1` });
const choice = [
  '--models',
  MODELS.join(','),
  '--reference',
  'openai/gpt-4o',
  '--method',
  'smart-all',
  '--delta',
  '0.2',
];
/** Every model about every row, once. */
const flags = [...choice, '--self-check', '0', '--concurrency', String(CONCURRENCY), '--json'];
// Named from within the folder, so that two folders give the same output.
const argv = ['profile', 'sort.prompty', '--data', 'rows.csv', ...flags];

/** Runs to its end. */
async function lastLife(folder: ProfileFolder): Promise<string> {
  const { code, out, err } = await startCli(argv, { cwd: folder.path, env: env() }).ended;
  assert.equal(code, 0, err);
  return out;
}

/** The day is the machine's, which may change meanwhile. */
const configOf = (folder: ProfileFolder) => readFileSync(folder.config, 'utf8').replaceAll(/\d{4}-\d\d-\d\d/g, 'DAY');

interface Kill {
  /** Calls whose answers were in the journal, in whole lines. */
  readonly answered: ReadonlySet<string>;
  /** Requests that had arrived at the server. */
  readonly requests: number;
  /** Calls of this life that went out and whose outcome was lost. */
  readonly lost: number;
}

async function killed(folder: ProfileFolder, random: Random): Promise<Kill> {
  const before = readJournal(folder.journal).records.length;
  const outcome = await arrivals.lifeOf(
    argv,
    { cwd: folder.path, env: env() },
    { quota: 1 + random.integer(LONGEST_LIFE), turns: random.integer(4) },
  );
  assert.equal(outcome.signal, 'SIGKILL', `it ended by itself: ${outcome.err}`);
  assert.ok(!folder.hasConfig());
  const { records } = readJournal(folder.journal); // throws where anything but the last line is torn
  const lost = unresolvedIn(records.slice(before)).length;
  return { answered: new Set(keysOf(records, 'answered')), requests: requested.length, lost };
}

describe('kill -9 in the middle of a profile', function () {
  this.timeout(600_000);

  before(async () => {
    server = await startSampleServer({
      // Neither is ever settled at delta 0.2, so that all rows are profiled.
      models: [strayingModel('gpt-4.1-nano', 5), strayingModel('gpt-4o-mini', 6), faithfulModel('gpt-4o')],
      latencyMs: 4,
      onRequest: arrivals.record,
    });
  });
  after(async () => {
    await server.close();
    removeProfileFolders();
  });

  it(`downtier: after ${KILLS} kills nothing is paid for twice and the result is an undisturbed run's`, async () => {
    const folder = profileFolder({ rows: ROWS });
    const random = createRandom(SEED);
    requested.length = 0;
    const kills: Kill[] = [];
    while (kills.length < KILLS) kills.push(await killed(folder, random));
    const out = await lastLife(folder);

    for (const { answered, requests, lost } of kills) {
      const later = requested.slice(requests);
      assert.deepEqual(
        later.filter((key) => answered.has(key)),
        [],
        'an answer already in the journal was paid again',
      );
      assert.ok(lost <= CONCURRENCY * MODELS.length, `${lost} calls were lost at once`);
    }
    const { records, tail } = readJournal(folder.journal);
    assert.equal(tail, '');
    const answers = countsOf(keysOf(records, 'answered'));
    assert.equal(answers.size, CALLS);
    assert.deepEqual(
      [...answers.values()].filter((count) => count !== 1),
      [],
      'a call was answered twice',
    );
    const sent = countsOf(keysOf(records, 'sent'));
    for (const [key, count] of countsOf(requested))
      assert.ok(count <= (sent.get(key) ?? 0), 'a request was not announced');
    const lost = kills.map((kill) => kill.lost);
    assert.equal(keysOf(records, 'sent').length, CALLS + lost.reduce((sum, count) => sum + count, 0));
    assert.ok(Math.max(...lost) > 0, 'no call was under way at any kill');

    const fresh = profileFolder({ rows: ROWS });
    assert.equal(out, await lastLife(fresh));
    assert.equal(configOf(folder), configOf(fresh));
    assert.equal((JSON.parse(out) as { items: number }).items, ROWS);
    report(kills);
  });

  it('runCli: a last record torn at any byte costs that one call, and nothing else', async () => {
    const folder = profileFolder({ rows: 4 });
    const whole = await runIn(folder);
    assert.equal(whole.code, 0);
    const config = readFileSync(folder.config, 'utf8');
    const journal = readFileSync(folder.journal);
    const lastStart = journal.lastIndexOf('\n', journal.length - 2) + 1;
    assert.match(journal.toString('utf8', lastStart), /^\{"type":"answered"/);
    for (let end = lastStart; end < journal.length; end++) {
      writeFileSync(folder.journal, journal.subarray(0, end));
      requested.length = 0;
      const { out } = await runIn(folder);
      assert.equal(requested.length, 1, `cut after byte ${end - lastStart}`);
      assert.equal(out, whole.out);
      assert.equal(readFileSync(folder.config, 'utf8'), config);
      const { records, tail } = readJournal(folder.journal);
      assert.equal(tail, '');
      assert.deepEqual(new Set(countsOf(keysOf(records, 'answered')).values()), new Set([1]));
    }
  });

  it('runCli: a torn record of a call about to go out costs nothing', async () => {
    const folder = profileFolder({ rows: 4 });
    const whole = await runIn(folder);
    const journal = readFileSync(folder.journal, 'utf8');
    const torn = '{"type":"sent","key":"0123456789abcdef","model":"openai/gpt-4o","worstUSD":0.001}';
    for (let end = 1; end <= torn.length; end++) {
      writeFileSync(folder.journal, journal + torn.slice(0, end));
      requested.length = 0;
      assert.equal((await runIn(folder)).out, whole.out);
      assert.equal(requested.length, 0);
      assert.equal(readFileSync(folder.journal, 'utf8'), journal);
    }
  });

  it('runCli: a journal torn in its very first line is begun anew', async () => {
    const folder = profileFolder({ rows: 1 });
    const whole = await runIn(folder);
    const [first = ''] = folder.journalLines();
    assert.match(first, /"type":"journal"/);
    for (let end = 0; end <= first.length; end++) {
      writeFileSync(folder.journal, first.slice(0, end));
      requested.length = 0;
      assert.equal((await runIn(folder)).out, whole.out);
      assert.equal(requested.length, MODELS.length);
      assert.equal(folder.journalLines()[0], first);
    }
  });
});

/** In this process. */
function runIn(folder: ProfileFolder): Promise<CliOutcome> {
  return cliRun(['profile', folder.prompt, '--data', folder.data, ...flags], { env: env() });
}

/** For whoever wants to see what happened. */
function report(kills: readonly Kill[]): void {
  if (process.env['DOWNTIER_TEST_REPORT'] === undefined) return;
  const lost = kills.map((kill) => kill.lost);
  process.stdout.write(
    `kills ${kills.length}, answers at each ${kills.map(({ answered }) => answered.size).join(' ')}\n`,
  );
  process.stdout.write(
    `calls lost at each ${lost.join(' ')}; requests in all ${requested.length} for ${2 * CALLS} calls\n`,
  );
}
