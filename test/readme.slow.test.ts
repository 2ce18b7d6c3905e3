import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGateway } from '../src/gateway/gateway.ts';
import { echoModels } from '../src/providers/sample/sampleModel.ts';
import { type SampleServer, startSampleServer } from '../src/providers/sample/sampleServer.ts';
import { loadCascade } from '../src/runtime/loadCascade.ts';
import { cascadeConfig, cascadeStages } from './support/cascadeFolder.ts';
import { cliRun } from './support/cliRun.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const snippets = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
  ([, code = '']) => code,
);

/** A project of a user's, with the built package and the SDK among its packages. */
let project: string;
let server: SampleServer;

before(async () => {
  assert.ok(existsSync(join(root, 'dist', 'types', 'runtime', 'index.d.ts')), 'run `npm run build` first');
  server = await startSampleServer({ models: echoModels(['gpt-4.1-nano', 'gpt-4o']) });
  project = mkdtempSync(join(tmpdir(), 'downtier-readme-'));
  mkdirSync(join(project, 'node_modules', '@types'), { recursive: true });
  mkdirSync(join(project, 'prompts'));
  symlinkSync(root, join(project, 'node_modules', 'downtier'), 'junction');
  for (const name of ['openai', '@types/node'])
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name), 'junction');
  copyFileSync(join(root, 'media', 'sample', 'triage.prompty'), join(project, 'prompts', 'triage.prompty'));
  const sha256 = createHash('sha256')
    .update(readFileSync(join(project, 'prompts', 'triage.prompty')))
    .digest('hex');
  const config = cascadeConfig({
    kind: 'cascade',
    stages: cascadeStages(0.95),
    prompt: { file: 'triage.prompty', sha256 },
  });
  writeFileSync(join(project, 'prompts', 'triage.cascade.json'), JSON.stringify(config));
  writeFileSync(join(project, 'package.json'), '{"type": "module"}');
  const { code } = await cliRun([
    'types',
    join(project, 'prompts', 'triage.cascade.json'),
    '--out',
    join(project, 'triage.inputs.d.ts'),
  ]);
  assert.equal(code, 0);
  for (const [index, snippet] of snippets.entries()) writeFileSync(join(project, `snippet${index}.ts`), snippet);
});
after(async () => {
  await server.close();
  rmSync(project, { recursive: true });
});

async function outputOf(index: number, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', import.meta.resolve('tsx'), `snippet${index}.ts`], {
    cwd: project,
    env: { PATH: process.env['PATH'], OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${server.url}/v1`, ...env },
  });
  return stdout;
}

async function compilerSays(): Promise<string> {
  try {
    return (await run(process.execPath, [join(root, 'node_modules', 'typescript', 'lib', 'tsc.js'), '-p', project]))
      .stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout; // it found something, and says so there
  }
}

describe('The snippets of the README', function () {
  this.timeout(120_000);

  it('are three', () => assert.equal(snippets.length, 3));

  it('compile against the built package', async () => {
    const compilerOptions = {
      target: 'ES2023',
      module: 'ESNext',
      moduleResolution: 'Bundler',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    };
    const files = snippets.map((_, index) => `snippet${index}.ts`);
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    assert.equal(await compilerSays(), '');
    // And their types say something: an input that the prompt does not take is refused.
    const mistaken = (snippets[1] ?? '').replace("ticket: 'Refund me.'", "ticked: 'Refund me.'");
    writeFileSync(join(project, 'snippet1.ts'), mistaken);
    assert.match(await compilerSays(), /snippet1\.ts.*'ticked' does not exist in type 'TriageInputs'/);
    writeFileSync(join(project, 'snippet1.ts'), snippets[1] ?? '');
  });

  it('run a config', async () => {
    assert.match(await outputOf(0), /^The by openai\/gpt-4o, \$0\.000\d+\n$/);
  });

  it('run it with a client, streaming and events', async () => {
    assert.equal(await outputOf(1), 'Refund\nopenai/gpt-4.1-nano: passed on, openai/gpt-4o: kept\n');
  });

  it('ask the gateway', async () => {
    const cascade = await loadCascade(join(project, 'prompts', 'triage.cascade.json'), {
      baseURLs: { openai: `${server.url}/v1` },
    });
    const gateway = await startGateway({ cascades: [cascade], token: 'readme' });
    try {
      const output = await outputOf(2, { DOWNTIER_URL: `${gateway.url}/v1`, DOWNTIER_TOKEN: 'readme' });
      assert.match(output, /^I openai\/gpt-4o 0\.000\d+\n$/);
    } finally {
      await gateway.close();
    }
  });
});

describe('The demo of the README', function () {
  this.timeout(120_000);

  it('is what the demo prints, but for where lines are broken', async () => {
    const shown = /```\n(Model +Agrees[\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1];
    const { stdout } = await run(process.execPath, [join(root, 'dist', 'cli.js'), 'demo'], { cwd: project });
    const words = (text = '') => text.trim().split(/\s+/);
    const printed = words(stdout);
    assert.deepEqual(words(shown), printed.slice(printed.indexOf('Model')));
  });
});
