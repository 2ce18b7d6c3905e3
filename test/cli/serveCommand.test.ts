import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenAI } from 'openai';
import { echoModels } from '../../src/providers/sample/sampleModel.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { cascadeFolder } from '../support/cascadeFolder.ts';
import { PROCESS_TIMEOUT_MS } from '../support/cliChild.ts';
import { cliRun } from '../support/cliRun.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { serveProcess } from '../support/serveProcess.ts';

let upstream: SampleServer;
before(async () => {
  upstream = await startSampleServer({ models: echoModels(['gpt-4.1-nano']), latencyMs: 150 });
});
after(async () => {
  await upstream.close();
  removeProfileFolders();
});

describe('downtier serve', function () {
  this.timeout(PROCESS_TIMEOUT_MS);

  it('makes a token, serves, and finishes what is under way when it is told to end', async () => {
    const folder = cascadeFolder();
    const env = { OPENAI_BASE_URL: `${upstream.url}/v1` };
    const { baseURL, apiKey, child, ended } = await serveProcess(folder.config, env);
    assert.match(baseURL, /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    const client = new OpenAI({ apiKey: apiKey ?? '', baseURL, maxRetries: 0 });
    const running = Array.from({ length: 3 }, (_, index) =>
      client.chat.completions.create({ model: 'sort', messages: [{ role: 'user', content: `bug ${index}` }] }),
    );
    while (upstream.requests < 3) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGTERM');
    const answers = await Promise.all(running);
    assert.ok(answers.every(({ choices }) => choices[0]?.message.content === 'bug'));
    assert.deepEqual(await ended, [0, null]);
  });

  it('takes its token from the environment and does not show it', async () => {
    const stop = new AbortController();
    const folder = cascadeFolder();
    const env = { OPENAI_BASE_URL: `${upstream.url}/v1`, DOWNTIER_TOKEN: 'from-the-environment' };
    stop.abort();
    const { code, out, err } = await cliRun(['serve', folder.config, '--port', '0'], { env, signal: stop.signal });
    assert.equal(code, 0, err);
    assert.match(out, /^Serving sort at http:\/\/127\.0\.0\.1:\d+\/v1\n$/);
    assert.ok(!`${out}${err}`.includes('from-the-environment'));
  });

  const bad: readonly (readonly [name: string, argv: readonly string[], says: RegExp])[] = [
    ['a port that is none', ['--port', '70000'], /--port takes a port/],
    ['an empty token', ['--token', ' '], /token .* is empty/],
    ['a token that no header can carry', ['--token', 'schlüssel'], /token .* visible ASCII/],
    ['no requests', ['--max-requests', '0'], /--max-requests takes a whole number, at least 1/],
    ['a config that is not there', ['none.json'], /none\.json: this file cannot be read/],
  ];
  for (const [name, argv, says] of bad) {
    it(`refuses ${name}`, async () => {
      const env = { OPENAI_BASE_URL: `${upstream.url}/v1` };
      const { code, err } = await cliRun(['serve', cascadeFolder().config, '--port', '0', ...argv], { env });
      assert.equal(code, 2);
      assert.match(err, says);
    });
  }

  it('refuses two configs of one name', async () => {
    const env = { OPENAI_BASE_URL: `${upstream.url}/v1` };
    const { code, err } = await cliRun(['serve', cascadeFolder().config, cascadeFolder().config], { env });
    assert.equal(code, 2);
    assert.match(err, /Two configs are called "sort"/);
  });

  it('says that a port is taken', async () => {
    const other = http.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const port = String((other.address() as AddressInfo).port);
      const env = { OPENAI_BASE_URL: `${upstream.url}/v1` };
      const { code, err } = await cliRun(['serve', cascadeFolder().config, '--port', port], { env });
      assert.equal(code, 1);
      assert.match(err, /Cannot listen on 127\.0\.0\.1:\d+ .*Choose another --port/);
    } finally {
      other.close();
    }
  });
});
