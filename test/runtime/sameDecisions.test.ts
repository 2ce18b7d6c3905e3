import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chanceOf } from '../../src/core/policies/chance.ts';
import { startGateway } from '../../src/gateway/gateway.ts';
import { echoModels } from '../../src/providers/sample/sampleModel.ts';
import { startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { loadCascade } from '../../src/runtime/loadCascade.ts';
import { BIG, cascadeFolder, NANO, stageFor } from '../support/cascadeFolder.ts';
import { cliRun } from '../support/cliRun.ts';
import { csvOf, removeProfileFolders } from '../support/profileFolder.ts';

const ROWS = 60;
const SHARE = 0.4;
const SEED = 11;

describe('A routing config', () => {
  after(removeProfileFolders);

  it('sends an input the same way in a program, the gateway and on the command line', async () => {
    const server = await startSampleServer({ models: echoModels(['gpt-4.1-nano', 'gpt-4o']) });
    const stages = [stageFor(NANO, { share: SHARE }), stageFor(BIG, { share: 1 - SHARE })];
    const folder = cascadeFolder({ kind: 'mix', stages, seed: SEED }, ROWS);
    const texts = csvOf(ROWS)
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0] ?? '');
    const expected = texts.map((text) => (chanceOf(SEED, text) < SHARE ? NANO : BIG));
    const cascade = await loadCascade(folder.config, { baseURLs: { openai: `${server.url}/v1` } });
    const gateway = await startGateway({ cascades: [cascade], token: 't' });
    try {
      const run = await Promise.all(texts.map((text) => cascade.run({ text })));
      assert.deepEqual(
        run.map(({ model }) => model),
        expected,
      );

      const asked = await Promise.all(
        texts.map((text) =>
          fetch(`${gateway.url}/v1/chat/completions`, {
            method: 'POST',
            headers: { authorization: 'Bearer t' },
            body: JSON.stringify({ model: 'sort', downtier: { inputs: { text } } }),
          }),
        ),
      );
      assert.deepEqual(
        asked.map(({ headers }) => headers.get('x-downtier-model')),
        expected,
      );

      const out = folder.file('out.jsonl');
      const env = { OPENAI_BASE_URL: `${server.url}/v1` };
      const applied = await cliRun(['apply', folder.config, '--data', folder.data, '--out', out], { env });
      assert.equal(applied.code, 0, applied.err);
      const rows = readFileSync(out, 'utf8').trimEnd().split('\n');
      assert.deepEqual(
        rows.map((line) => (JSON.parse(line) as { model: string }).model),
        expected,
      );

      const { out: one } = await cliRun(['run', folder.config, '--input', `text=${texts[7]}`, '--json'], { env });
      assert.equal((JSON.parse(one) as { model: string }).model, expected[7]);
    } finally {
      await gateway.close();
      await server.close();
    }
  });
});
