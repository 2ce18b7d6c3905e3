import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { OpenAI } from 'openai';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import { echoModels } from '../../src/providers/sample/sampleModel.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { BIG, cascadeConfig, cascadeFolder, NANO, stageFor } from '../support/cascadeFolder.ts';
import { PROCESS_TIMEOUT_MS } from '../support/cliChild.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { startRoundRobin } from '../support/roundRobin.ts';
import { type ServeProcess, serveProcess } from '../support/serveProcess.ts';

const REQUESTS = 60;
const token = 'shared-by-all-gateways';
/** Chance decides who is asked: the same in every process. */
const mix: Partial<RoutingConfig> = {
  kind: 'mix',
  stages: [stageFor(NANO, { share: 0.6 }), stageFor(BIG, { share: 0.4 })],
};

let upstream: SampleServer;
const serving: ServeProcess[] = [];

before(async () => {
  upstream = await startSampleServer({ models: echoModels(['gpt-4.1-nano', 'gpt-4o']) });
});
afterEach(async () => {
  for (const { child } of serving) child.kill('SIGTERM');
  await Promise.all(serving.splice(0).map(({ ended }) => ended));
});
after(async () => {
  await upstream.close();
  removeProfileFolders();
});

async function start(config: string): Promise<ServeProcess> {
  const started = await serveProcess(config, { OPENAI_BASE_URL: `${upstream.url}/v1`, DOWNTIER_TOKEN: token });
  serving.push(started);
  return started;
}

/** Who answered each input, by which way, and what; a connection for each request. */
async function ask(origin: string, count = REQUESTS): Promise<readonly string[]> {
  const client = new OpenAI({
    apiKey: token,
    baseURL: `${origin}/v1`,
    maxRetries: 0,
    defaultHeaders: { connection: 'close' },
  });
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const text = `${index % 3 === 0 ? 'bug' : 'login'} number ${index}`;
      const { data, response } = await client.chat.completions
        .create({ model: 'sort', messages: [], metadata: { text } })
        .withResponse();
      const { headers } = response;
      return [
        headers.get('x-downtier-path'),
        headers.get('x-downtier-cost-usd'),
        data.choices[0]?.message.content,
      ].join();
    }),
  );
}

const originOf = ({ baseURL }: ServeProcess) => new URL(baseURL).origin;

describe('several gateways behind a load balancer', function () {
  this.timeout(PROCESS_TIMEOUT_MS);

  it('answer as one does', async () => {
    const folder = cascadeFolder(mix);
    const gateways = await Promise.all([start(folder.config), start(folder.config)]);
    const balancer = await startRoundRobin(gateways.map(originOf));
    try {
      const alone = await ask(originOf(gateways[0]));
      const together = await ask(balancer.origin);
      assert.deepEqual(together, alone);
      assert.ok(new Set(together).size > 2, 'all inputs went the same way');
      assert.deepEqual(balancer.connections, [REQUESTS / 2, REQUESTS / 2]);
    } finally {
      balancer.close();
    }
  });

  it('serve on when one of them has the student, and the next one to start takes it over', async () => {
    const labels = ['billing', 'login', 'bug'];
    const evidence = { ...cascadeConfig().evidence, equivalence: { name: 'label', reason: 'asked for', labels } };
    const student = { file: 'sort.student.json', delta: 0.2, confidence: 0.95 };
    const folder = cascadeFolder({ kind: 'reference', stages: [stageFor(BIG)], evidence, student });
    const first = await start(folder.config);
    const second = await start(folder.config);
    assert.ok(!/student stays out/.test(first.log()));
    assert.match(second.log(), /Warning: The student stays out, .*process \d+\) has this student/);
    const balancer = await startRoundRobin([originOf(first), originOf(second)]);
    try {
      for (const answer of await ask(balancer.origin)) assert.match(answer, /gpt-4o=kept,[\d.]+,(bug|login)$/);
    } finally {
      balancer.close();
    }
    second.child.kill('SIGTERM');
    await second.ended;
    assert.ok(existsSync(folder.file('sort.student.json.lock')), 'the first has it still');
    first.child.kill('SIGTERM');
    assert.deepEqual(await first.ended, [0, null]);
    assert.ok(existsSync(folder.file('sort.student.json')), 'what it learned is kept');
    const third = await start(folder.config);
    assert.ok(!/student stays out/.test(third.log()));
  });
});
