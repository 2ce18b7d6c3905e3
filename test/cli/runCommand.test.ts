import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { echoModels } from '../../src/providers/sample/sampleModel.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { BIG, cascadeConfig, cascadeFolder, NANO } from '../support/cascadeFolder.ts';
import { type CliSetting, cliRun } from '../support/cliRun.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';

let server: SampleServer;
before(async () => {
  server = await startSampleServer({ models: echoModels(['gpt-4.1-nano', 'gpt-4o']) });
});
after(async () => {
  await server.close();
  removeProfileFolders();
});

const run = (argv: readonly string[], setting: CliSetting = {}) =>
  cliRun(['run', ...argv], { env: { OPENAI_BASE_URL: `${server.url}/v1` }, ...setting });

describe('downtier run', () => {
  it('prints the answer, and in the log who gave it and what it cost', async () => {
    const { code, out, err } = await run([cascadeFolder().config, '--input', 'text=bug in a=b']);
    assert.equal(code, 0, err);
    assert.equal(out, 'bug\n');
    assert.match(err, /^openai\/gpt-4\.1-nano, kept as only stage; cost \$0\.0000\d+\.\n$/);
  });

  it('takes the inputs as JSON from standard input and prints one JSON value', async () => {
    const { code, out } = await run([cascadeFolder().config, '--inputs', '-', '--json'], {
      input: '{"text": "login fails"}',
    });
    assert.equal(code, 0);
    const result = JSON.parse(out) as { output: string; model: string; costUSD: number; reason: string };
    assert.deepEqual([result.output, result.model, result.reason], ['login', NANO, 'only stage']);
    assert.ok(result.costUSD > 0);
  });

  it('takes them from a file, and single ones on top', async () => {
    const folder = cascadeFolder();
    const file = folder.file('inputs.json', '{"text": "from file", "other": 1}');
    assert.equal((await run([folder.config, '--inputs', file])).out, 'from\n');
    assert.equal((await run([folder.config, '--inputs', file, '--input', 'text=mine now'])).out, 'mine\n');
  });

  it('says unknown where a price is', async () => {
    const folder = cascadeFolder({ stages: [{ model: 'compatible:box/gpt-4o', parameters: {}, share: 1 }] });
    const setting = { env: { BOX_BASE_URL: `${server.url}/v1` } };
    const { err } = await run([folder.config, '--input', 'text=x'], setting);
    assert.match(err, /price of compatible:box\/gpt-4o is unknown.*\n.*cost unknown\./s);
    const json = await run([folder.config, '--input', 'text=x', '--json'], setting);
    assert.equal((JSON.parse(json.out) as { costUSD: unknown }).costUSD, null);
  });

  const bad: readonly (readonly [name: string, argv: readonly string[], says: RegExp])[] = [
    ['an input without a name', ['--input', 'text'], /--input takes NAME=VALUE.*got "text"/],
    ['no variable', [], /uses the variable "text", but the row has no columns/],
    ['inputs that are no JSON', ['--inputs', '-'], /--inputs takes a JSON object.*standard input/],
    [
      'an unknown rule',
      ['--input', 'text=x', '--on-failure', 'hope'],
      /--on-failure takes one of next, error, got "hope"/,
    ],
    ['no time', ['--input', 'text=x', '--timeout', '0'], /--timeout takes a number of seconds/],
  ];
  for (const [name, argv, says] of bad) {
    it(`refuses ${name}`, async () => {
      const { code, err } = await run([cascadeFolder().config, ...argv], { input: '[1]' });
      assert.equal(code, 2);
      assert.match(err, says);
    });
  }

  it('refuses a config that is not there', async () => {
    const { code, err } = await run(['none.cascade.json', '--input', 'text=x']);
    assert.equal(code, 2);
    assert.match(err, /none\.cascade\.json: this file cannot be read; check its path/);
  });

  it('refuses to run without a key', async () => {
    const { code, err } = await run([cascadeFolder().config, '--input', 'text=x'], { env: {} });
    assert.equal(code, 2);
    assert.match(err, /set the environment variable OPENAI_API_KEY/);
  });

  it('runs the models of the embedded sample', async () => {
    const folder = cascadeFolder(
      cascadeConfig({ reference: BIG, stages: [{ model: 'sample/mini', parameters: {}, share: 1 }] }),
    );
    const { code, out, err } = await run([folder.config, '--input', 'text=my card reader is dead'], { env: {} });
    assert.equal(code, 0, err);
    assert.equal(out, 'hardware\n');
  });
});

describe('downtier types', () => {
  it('prints types of what the prompt takes, or writes them', async () => {
    const folder = cascadeFolder();
    const { code, out } = await cliRun(['types', folder.config]);
    assert.equal(code, 0);
    assert.match(out, /export interface SortInputs \{\n {2}readonly text: InputValue;\n\}/);
    const file = folder.file('sort.inputs.d.ts');
    assert.equal((await cliRun(['types', folder.config, '--out', file])).code, 0);
    assert.equal(readFileSync(file, 'utf8'), out);
  });

  it('refuses a file that is no TypeScript', async () => {
    const nowhere = await cliRun(['types', cascadeFolder().config, '--out', 'none/x.ts']);
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.err, /cannot be written to none\/x\.ts .*Choose another --out/);
    const { code, err } = await cliRun(['types', cascadeFolder().config, '--out', 'x.json']);
    assert.equal(code, 2);
    assert.match(err, /--out takes a TypeScript file/);
  });
});
