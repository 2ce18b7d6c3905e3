import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { progressFileOf } from '../../src/engine/apply/progressFile.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { faithfulModel } from '../support/cannedModels.ts';
import { cascadeFolder, NANO, stageFor } from '../support/cascadeFolder.ts';
import { type CliSetting, cliRun } from '../support/cliRun.ts';
import { countsOf, keyOfRequest } from '../support/journalReading.ts';
import { type ProfileFolder, removeProfileFolders } from '../support/profileFolder.ts';

let server: SampleServer;
const requested: string[] = [];

before(async () => {
  server = await startSampleServer({
    models: [faithfulModel('gpt-4.1-nano')],
    onRequest: (record) => requested.push(keyOfRequest(record)),
  });
});
after(async () => {
  await server.close();
  removeProfileFolders();
});
beforeEach(() => {
  requested.length = 0;
});

/** A folder in which something precious lies at the output. */
function folderOf(rows: number): ProfileFolder {
  const folder = cascadeFolder({ stages: [stageFor(NANO)] }, rows);
  writeFileSync(folder.file('out.jsonl'), 'precious\n');
  return folder;
}

const outOf = (folder: ProfileFolder) => readFileSync(folder.file('out.jsonl'), 'utf8');

function apply(folder: ProfileFolder, more: readonly string[], setting: CliSetting = {}) {
  const argv = ['apply', folder.config, '--data', folder.data, '--out', folder.file('out.jsonl'), ...more];
  return cliRun(argv, { env: { OPENAI_BASE_URL: `${server.url}/v1` }, ...setting });
}

describe('downtier apply --overwrite', () => {
  it('leaves what is there when the job cannot begin', async () => {
    const folder = folderOf(3);
    const { code, err } = await apply(folder, ['--overwrite', '--data', folder.file('none.csv')]);
    assert.equal(code, 2);
    assert.match(err, /none\.csv does not exist/);
    assert.equal(outOf(folder), 'precious\n');
  });

  it('leaves what is there when the user says no', async () => {
    const folder = folderOf(3);
    const { err } = await apply(folder, ['--overwrite'], { confirm: async () => false });
    assert.match(err, /Nothing was sent/);
    assert.equal(outOf(folder), 'precious\n');
  });

  it('leaves what is there when another process is still writing it', async () => {
    const folder = folderOf(3);
    writeFileSync(`${progressFileOf(folder.file('out.jsonl'))}.lock`, String(process.ppid));
    const { code, err } = await apply(folder, ['--overwrite']);
    assert.equal(code, 2);
    assert.match(err, /Another run is using this journal/);
    assert.equal(outOf(folder), 'precious\n');
  });

  it('goes on with this very job, said again, and pays nothing twice', async () => {
    const folder = folderOf(120);
    const capped = await apply(folder, ['--overwrite', '--max-spend', '0.0002', '--concurrency', '2']);
    assert.match(capped.err, /spending cap .* was reached/);
    assert.ok(requested.length > 10);
    const { code, out, err } = await apply(folder, ['--overwrite']);
    assert.equal(code, 0, err);
    assert.match(err, /Going on with/);
    assert.match(out, /120 rows in .*from an earlier run/);
    assert.deepEqual(
      [...countsOf(requested).values()].filter((count) => count > 1),
      [],
    );
  });

  it('replaces the unfinished output of another job', async () => {
    const folder = folderOf(120);
    await apply(folder, ['--overwrite', '--max-spend', '0.0002', '--concurrency', '2']);
    writeFileSync(folder.data, 'text,expected\nbug 1,bug\n');
    assert.match((await apply(folder, [])).err, /was begun with another/);
    const { code, err } = await apply(folder, ['--overwrite']);
    assert.equal(code, 0, err);
    assert.match(err, /^Applying/);
    assert.equal(outOf(folder).trimEnd().split('\n').length, 1);
    assert.ok(!existsSync(progressFileOf(folder.file('out.jsonl'))));
  });

  it('does not take what was there for its own after it died right at the start', async () => {
    const folder = folderOf(3);
    writeFileSync(progressFileOf(folder.file('out.jsonl')), '{"type":"journal","version":1}\n');
    const { code, err } = await apply(folder, []);
    assert.equal(code, 2);
    assert.match(err, /exists already/);
    assert.equal(outOf(folder), 'precious\n');
  });
});
