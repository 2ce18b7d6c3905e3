import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRandom, type Random } from '../../src/core/random.ts';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import { progressFileOf } from '../../src/engine/apply/progressFile.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { Arrivals } from '../support/arrivals.ts';
import { faithfulModel, strayingModel } from '../support/cannedModels.ts';
import { BIG, cascadeConfig, cascadeFolder, NANO, stageFor } from '../support/cascadeFolder.ts';
import { startCli } from '../support/cliChild.ts';
import { countsOf, keysOf, readJournal } from '../support/journalReading.ts';
import { type ProfileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const ROWS = 900;
const CONCURRENCY = 4;
/** The rows of `rows.csv` as Parquet. */
const PARQUET = new URL('../fixtures/parquet/sort.parquet', import.meta.url);
const CASES = [
  { format: 'jsonl', data: 'rows.csv', kills: 24 },
  { format: 'csv', data: 'rows.csv', kills: 8 },
  { format: 'jsonl', data: 'rows.parquet', kills: 8 },
] as const;
const LONGEST_LIFE = 40;
const SEED = 20261127;

let server: SampleServer;
const arrivals = new Arrivals();
const requested = arrivals.keys;

/** Every third row is answered `else` by the first stage, which the second is then asked about. */
const labels = ['billing', 'login', 'bug', 'else'];
const accept = { score: { atLeast: 0, bias: 1, weights: { 'label:else': -10 } } };
const policy = {
  kind: 'cascade',
  stages: [stageFor(NANO, { share: 0.7, accept }), stageFor(BIG, { share: 0.3 })],
  evidence: { ...cascadeConfig().evidence, equivalence: { name: 'label', reason: 'asked for', labels } },
} as const satisfies Partial<RoutingConfig>;

function argvFor(out: string, data = 'rows.csv'): string[] {
  const flags = ['--concurrency', String(CONCURRENCY), '--max-spend', '100', '--json', '--yes'];
  return ['apply', 'sort.cascade.json', '--data', data, '--out', out, ...flags];
}

const env = () => ({ OPENAI_BASE_URL: `${server.url}/v1` });

interface Kill {
  readonly answered: ReadonlySet<string>;
  readonly requests: number;
}

async function killed(folder: ProfileFolder, argv: readonly string[], out: string, random: Random): Promise<Kill> {
  const outcome = await arrivals.lifeOf(
    argv,
    { cwd: folder.path, env: env() },
    { quota: 1 + random.integer(LONGEST_LIFE), turns: random.integer(4) },
  );
  assert.equal(outcome.signal, 'SIGKILL', `it ended by itself: ${outcome.err}`);
  const { records } = readJournal(progressFileOf(out)); // throws where anything but the last line is torn
  return { answered: new Set(keysOf(records, 'answered')), requests: requested.length };
}

describe('kill -9 in the middle of an application', function () {
  this.timeout(600_000);

  before(async () => {
    server = await startSampleServer({
      models: [strayingModel('gpt-4.1-nano', 3), faithfulModel('gpt-4o')],
      latencyMs: 3,
      onRequest: arrivals.record,
    });
  });
  after(async () => {
    await server.close();
    removeProfileFolders();
  });

  for (const { format, data, kills: most } of CASES) {
    it(`downtier apply: after ${most} kills the ${format} output of ${data} is an undisturbed run's and nothing was paid for twice`, async () => {
      const folder = cascadeFolder(policy, ROWS);
      folder.file('rows.parquet', readFileSync(PARQUET));
      const random = createRandom(SEED);
      requested.length = 0;
      const out = folder.file(`out.${format}`);
      const kills: Kill[] = [];
      while (kills.length < most) kills.push(await killed(folder, argvFor(`out.${format}`, data), out, random));
      const last = await startCli(argvFor(`out.${format}`, data), { cwd: folder.path, env: env() }).ended;
      assert.equal(last.code, 0, last.err);

      for (const { answered, requests } of kills) {
        const again = requested.slice(requests).filter((key) => answered.has(key));
        assert.deepEqual(again, [], 'an answer already in the journal was paid again');
      }
      // A call under way when the process died is asked again, since nobody can know its answer; nothing else is.
      const repeats = [...countsOf(requested).values()].reduce((sum, count) => sum + count - 1, 0);
      assert.ok(repeats <= most * CONCURRENCY * 2, `${repeats} calls were sent again`);

      const summary = JSON.parse(last.out) as { rows: number; unanswered: number; rowsByModel: Record<string, number> };
      assert.equal(summary.rows, ROWS);
      assert.equal(summary.unanswered, 0);
      assert.equal(summary.rowsByModel[BIG], ROWS / 3);
      assert.ok(!existsSync(progressFileOf(out)));
      const undisturbed = cascadeFolder(policy, ROWS);
      const whole = await startCli(argvFor(`out.${format}`), { cwd: undisturbed.path, env: env() }).ended;
      assert.equal(whole.code, 0, whole.err);
      assert.equal(readFileSync(out, 'utf8'), readFileSync(undisturbed.file(`out.${format}`), 'utf8'));
    });
  }
});
