import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRoutingConfig } from '../../src/core/routing/readRoutingConfig.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { faithfulModel, strayingModel } from '../support/cannedModels.ts';
import { cliRun } from '../support/cliRun.ts';
import { type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const ROWS = 600;
const tiny = join(import.meta.dirname, '..', 'fixtures', 'recordings', 'tiny');

/** What verifying says, and that nothing was sent for it. */
describe('downtier verify', function () {
  this.timeout(60_000);
  let server: SampleServer;
  let folder: ProfileFolder;
  let requests = 0;
  const asked: string[] = [];

  before(async () => {
    server = await startSampleServer({
      models: [faithfulModel('gpt-4o'), strayingModel('gpt-4o-mini', 50)],
      onRequest: ({ body }) => {
        requests++;
        asked.push((body as { model: string }).model);
      },
      // Now and then a call of either model fails for good.
      faults: (index) => (index % 97 === 13 ? { kind: 'error', status: 400 } : undefined),
    });
    folder = profileFolder({ rows: ROWS });
    const models = ['--models', 'openai/gpt-4o-mini,openai/gpt-4o', '--reference', 'openai/gpt-4o'];
    const { code, err } = await cliRun(
      ['profile', folder.prompt, '--data', folder.data, ...models, '--volume', '10000000', '--json'],
      { env: { OPENAI_BASE_URL: `${server.url}/v1` } },
    );
    assert.equal(code, 0, err);
  });

  after(async () => {
    await server.close();
    removeProfileFolders();
  });

  const verified = (...more: string[]) => cliRun(['verify', folder.config, ...more]);
  const journal = () => ['--journal', join(folder.path, '.downtier')];
  const configNow = () => readRoutingConfig(folder.config, readFileSync(folder.config, 'utf8'));

  it('makes the counts again from the journal, some calls of which failed, and sends nothing', async () => {
    const before = requests;
    const { code, out } = await verified(...journal());
    const { items, deviations } = configNow().guarantee;
    assert.equal(code, 0, out);
    assert.ok(items > 100 && configNow().kind !== 'reference', 'there is something to verify');
    assert.match(out, new RegExp(`holds +counted on the rows after them: ${deviations} deviations? in ${items} items`));
    assert.match(out, /\nverified: .*sort\.cascade\.json\n$/);
    assert.doesNotMatch(out, /DIFFERS/);
    assert.equal(requests, before);
  });

  it('without answers verifies the bound from the stated counts, and says so', async () => {
    const { code, out } = await verified();
    assert.equal(code, 0);
    assert.match(out, /verified from the counts that the config states/);
    assert.doesNotMatch(out, /counted on the rows/);
  });

  it('prints one JSON value', async () => {
    const { code, out } = await verified('--json', ...journal());
    assert.equal(code, 0);
    const { verified: holds, counted, steps } = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual([holds, counted, (steps as unknown[]).length > 5], [true, true, true]);
  });

  it('asked the reference about some rows twice, and says how often it differed from itself', () => {
    assert.deepEqual(configNow().evidence.referenceSelfDeviation?.deviations, 0);
    assert.ok((configNow().evidence.referenceSelfDeviation?.items ?? 0) >= 15);
  });

  /** Runs with the file changed, and puts it back. */
  async function withChange(file: string, change: () => void, run: () => Promise<void>): Promise<void> {
    const kept = readFileSync(file);
    change();
    try {
      await run();
    } finally {
      writeFileSync(file, kept);
    }
  }

  it('finds counts that the answers do not show: exit code 1', async () => {
    const { deviations } = configNow().guarantee;
    const change = () =>
      writeFileSync(
        folder.config,
        readFileSync(folder.config, 'utf8').replace(`"deviations": ${deviations},`, `"deviations": ${deviations + 1},`),
      );
    await withChange(folder.config, change, async () => {
      const { code, out, err } = await verified(...journal());
      assert.equal(code, 1);
      assert.match(out, /DIFFERS +counted on the rows after them/);
      assert.match(err, /is not verified: [1-3] of \d+ steps differ/);
    });
  });

  it('counts nothing on rows that have changed: exit code 1', async () => {
    await withChange(
      folder.data,
      () => appendFileSync(folder.data, 'bug ticket 9999,bug\n'),
      async () => {
        const { code, out } = await verified(...journal());
        assert.equal(code, 1);
        assert.match(out, /DIFFERS +the dataset rows\.csv is the one that was profiled/);
        assert.doesNotMatch(out, /counted on the rows/);
      },
    );
  });

  it('refuses what cannot be verified: exit code 2', async () => {
    assert.equal((await cliRun(['verify', folder.file('nowhere.json')])).code, 2);
    assert.equal((await verified('--journal', folder.path)).code, 2);
    assert.equal((await verified('--journal', 'a', '--recording', 'b')).code, 2);
    const paper = folder.file('paper.json');
    await cliRun(['profile', '--recording', tiny, '--method', 'smart-mix', '--delta', '0.1', '--out', paper]);
    const { code, err } = await cliRun(['verify', paper]);
    assert.equal(code, 2);
    assert.match(err, /the promise of smart-mix is the paper's/);
  });

  it('verifies what was made from a recording', async () => {
    const config = folder.file('recorded.json');
    const made = await cliRun(['profile', '--recording', tiny, '--delta', '0.1', '--out', config]);
    assert.equal(made.code, 0, made.err);
    const { code, out } = await cliRun(['verify', config, '--recording', tiny]);
    assert.equal(code, 0, out);
    assert.match(out, /\nverified: /);
    const other = await cliRun(['verify', config, '--journal', '.downtier']);
    assert.equal(other.code, 2);
    assert.match(other.err, /made from recorded answers; name them with --recording/);
  });
});
