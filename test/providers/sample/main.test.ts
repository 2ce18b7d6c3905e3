import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import OpenAI from 'openai';
import { syntheticTickets } from './syntheticTickets.ts';

const main = fileURLToPath(new URL('../../../src/providers/sample/main.ts', import.meta.url));

describe('the sample server as a process', () => {
  let folder: string;
  let training: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sample-server-'));
    training = join(folder, 'training.jsonl');
    const lines = syntheticTickets(60, 1).map((row) => JSON.stringify(row));
    await writeFile(training, lines.join('\n'));
  });
  after(() => rm(folder, { recursive: true }));

  function start(...flags: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, ['--import', 'tsx', main, ...flags]);
  }

  it('prints its address, serves trained models, and ends with its standard input', async () => {
    const child = start('--port', '0', '--latency-ms', '1', '--training', training, '--key', 'k');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { url } = JSON.parse(line) as { readonly url: string };
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const client = new OpenAI({ apiKey: 'k', baseURL: `${url}/v1`, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: 'bako riri' }];
    const { choices } = await client.chat.completions.create({ model: 'sample/nano', messages });
    assert.match(choices[0]?.message.content ?? '', /^(alpha|beta|gamma|delta)$/);
    child.stdin.end();
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('ends at once where there is no standard input', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', main, '--training', training], { stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  const mistakes = [
    { name: 'a training file that is not there', flags: ['--training', 'nowhere.jsonl'], says: /nowhere\.jsonl/ },
    { name: 'a port that is no number', flags: ['--port', 'x'], says: /--port must be a whole number/ },
  ];
  for (const { name, flags, says } of mistakes)
    it(`ends with code 2 for ${name}`, async () => {
      const child = start('--training', training, ...flags);
      let said = '';
      child.stderr.on('data', (data: Buffer) => {
        said += data.toString();
      });
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(code, 2);
      assert.match(said, says);
    });
});
