import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { routingConfigText } from '../../src/core/routing/routingConfigText.ts';
import { sha256 } from '../../src/node/sha256.ts';
import { cliRun } from '../support/cliRun.ts';
import { type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';
import { evidenceFor, routingConfigFor } from '../support/routingConfigFor.ts';

/** A folder whose config is about the prompt and the rows that lie there, of models at the user's own price. */
function folderWithConfig(): ProfileFolder {
  const folder = profileFolder({ rows: 3 });
  const hashOf = (file: string): string => sha256(readFileSync(file, 'utf8'));
  const own = { inputUSDPer1M: 1, outputUSDPer1M: 4, costPerCallUSD: 0.001, source: 'override' };
  const config = routingConfigFor({
    prompt: { file: 'sort.prompty', sha256: hashOf(folder.prompt) },
    dataset: { file: 'rows.csv', sha256: hashOf(folder.data), rows: 3 },
    reference: 'compatible:box/small',
    stages: [{ model: 'compatible:box/small', parameters: {}, share: 1 }],
    evidence: { ...routingConfigFor().evidence, models: [evidenceFor('compatible:box/small', own)] },
  });
  writeFileSync(folder.config, routingConfigText(config));
  folder.file(
    'prices.json',
    JSON.stringify({ models: { 'compatible:box/small': { inputUSDPer1M: 1, outputUSDPer1M: 4 } } }),
  );
  return folder;
}

const check = (folder: ProfileFolder, ...more: readonly string[]) =>
  cliRun(['check', folder.path, '--prices', join(folder.path, 'prices.json'), ...more]);

describe('downtier check', () => {
  after(removeProfileFolders);

  it('exits 0 where nothing is stale', async () => {
    assert.deepEqual(await check(folderWithConfig()), { code: 0, out: '1 routing config, none stale.\n', err: '' });
  });

  it('prints file:line:column and exits 1 where something is', async () => {
    const folder = folderWithConfig();
    appendFileSync(folder.prompt, 'Be brief.\n');
    const { code, out, err } = await check(folder);
    assert.equal(code, 1);
    assert.ok(out.startsWith(`${folder.config}:6:15: warning: sort.prompty has changed`), out);
    assert.match(out, /\[prompt-changed\]\n$/);
    assert.match(err, /^Error: 1 of 1 routing config is stale\. Each finding says what to do about it\.\n$/);
  });

  it('prints one JSON array with --json', async () => {
    const folder = folderWithConfig();
    folder.file('new.cascade.json', '{"version": 99}');
    const { code, out } = await check(folder, '--json');
    assert.equal(code, 1);
    const [first, second] = JSON.parse(out) as {
      file: string;
      stale: boolean;
      findings: { code: string; line: number }[];
    }[];
    assert.deepEqual([first?.stale, first?.findings[0]?.code, first?.findings[0]?.line], [true, 'newer-config', 1]);
    assert.deepEqual([second?.file, second?.stale, second?.findings], [folder.config, false, []]);
  });

  it('says an unknown price without calling the config stale', async () => {
    const { code, out } = await cliRun(['check', folderWithConfig().config]);
    assert.equal(code, 0);
    assert.match(out, /\[price-unknown\]\n1 routing config, none stale\.\n$/);
  });

  it('searches folders, but not what tools lay down', async () => {
    const folder = folderWithConfig();
    for (const name of ['deep', 'node_modules']) {
      mkdirSync(join(folder.path, name));
      folder.file(`${name}/bad.cascade.json`, '{');
    }
    const { out, err } = await check(folder);
    assert.match(out, /deep.bad\.cascade\.json:1:\d+: error: This is not JSON/);
    assert.doesNotMatch(out, /node_modules/);
    assert.match(err, /1 of 2 routing configs is stale/);
  });

  it('exits 2 for a path that leads nowhere', async () => {
    const { code, err } = await cliRun(['check', '/nowhere/at/all']);
    assert.equal(code, 2);
    assert.equal(err, 'Error: /nowhere/at/all does not exist or cannot be read; check the path.\n');
  });

  it('says where there is nothing to check', async () => {
    const folder = profileFolder({ rows: 1 });
    assert.deepEqual(await cliRun(['check', folder.path]), { code: 0, out: 'No routing configs here.\n', err: '' });
  });
});
