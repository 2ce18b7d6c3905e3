import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { OpenAI } from 'openai';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import { startGateway } from '../../src/gateway/gateway.ts';
import type { Fault } from '../../src/providers/sample/fault.ts';
import { startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { loadCascade } from '../../src/runtime/index.ts';
import { cliRun } from '../support/cliRun.ts';
import { type LatentBox, latentCsv, latentOf, latentPrices, startLatentBox } from '../support/latentBox.ts';
import { type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const ROWS = 1000;
const EMBEDDINGS = 'compatible:box/e5';

let box: LatentBox;
let fault: (wantsEmbedding: boolean) => Fault | undefined = () => undefined;

before(async () => {
  box = await startLatentBox(({ body }) => fault(typeof body === 'object' && body !== null && 'input' in body));
});
after(async () => {
  await box.close();
  removeProfileFolders();
});
beforeEach(() => {
  fault = () => undefined;
});

const cli = (...argv: readonly string[]) => cliRun(argv, { env: { BOX_BASE_URL: `${box.url}/v1` } });

function folderOf(rows = ROWS): ProfileFolder {
  const folder = profileFolder();
  writeFileSync(folder.data, latentCsv(rows));
  folder.file('prices.json', latentPrices);
  return folder;
}

const profile = (folder: ProfileFolder, ...more: readonly string[]) =>
  cli(
    'profile',
    folder.prompt,
    '--data',
    folder.data,
    '--models',
    'compatible:box/small,compatible:box/large',
    '--reference',
    'compatible:box/large',
    '--prices',
    folder.file('prices.json'),
    '--yes',
    '--json',
    ...more,
  );

/** What the first two suites profile, and the others use. */
const folders = {} as Record<'embedding' | 'columns', ProfileFolder>;

const configOf = (folder: ProfileFolder) => JSON.parse(readFileSync(folder.config, 'utf8')) as RoutingConfig;

interface ProfileJson {
  readonly knows: readonly { readonly reads?: readonly string[]; readonly areaUnderROC: number }[];
  readonly cost: { readonly profilingUSD: number; readonly savingsRatio: number };
}

for (const { reads, flags, inputs, embeds } of [
  { reads: 'embedding', flags: ['--embeddings', EMBEDDINGS], inputs: {}, embeds: true },
  {
    reads: 'columns',
    flags: ['--knows-columns', 'channel,pages'],
    inputs: { channel: 'mail', pages: '3' },
    embeds: false,
  },
] as const) {
  describe(`downtier with P(IK) from the ${reads}`, function () {
    this.timeout(60_000);
    let folder: ProfileFolder;
    let result: ProfileJson;

    before(async () => {
      fault = () => undefined;
      folder = folderOf();
      folders[reads] = folder;
      const { code, out, err } = await profile(folder, ...flags);
      assert.equal(code, 0, err);
      result = JSON.parse(out) as ProfileJson;
    });

    it('profiles to a config that is decided by it', () => {
      const config = configOf(folder);
      assert.equal(config.version, 2);
      assert.deepEqual(result.knows[0]?.reads, ['text', reads]);
      assert.ok((result.knows[0]?.areaUnderROC ?? 0) > 0.75);
      assert.ok(config.stages[0]?.accept?.knows !== undefined || config.stages[0]?.accept?.score?.weights['knows']);
      assert.deepEqual(config.embeddings, embeds ? { model: EMBEDDINGS, length: 8 } : undefined);
      assert.deepEqual(
        config.knows?.['compatible:box/small']?.columns?.names,
        embeds ? undefined : ['channel', 'pages'],
      );
      assert.ok(result.cost.savingsRatio > 1.3, `${result.cost.savingsRatio}`);
    });

    it('pays for nothing twice', async () => {
      const before = { ...box.counts };
      const { out } = await profile(folder, ...flags);
      assert.deepEqual(box.counts, before);
      assert.deepEqual((JSON.parse(out) as ProfileJson).cost, result.cost);
    });

    it('verifies from the journal alone', async () => {
      const before = { ...box.counts };
      const { code, out } = await cli('verify', folder.config, '--journal', folder.file('.downtier'));
      assert.equal(code, 0, out);
      assert.deepEqual(box.counts, before);
    });

    it('answers by it the same way in run, in apply and behind the gateway', async () => {
      const rows = 40;
      const data = folder.file('new.csv', latentCsv(ROWS + rows).replace(/\n(ticket \d+,.*\n)+(?=ticket 1000,)/, '\n'));
      const out = folder.file(`${reads}.jsonl`);
      const prices = ['--prices', folder.file('prices.json')];
      const applied = await cli('apply', folder.config, '--data', data, '--out', out, '--yes', ...prices);
      assert.equal(applied.code, 0, applied.err);
      const answers = readFileSync(out, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { input: { text: string }; model: string; output: string });
      assert.equal(answers.length, rows);
      const keptEasy = answers.filter(
        ({ model, input }) => model.endsWith('small') && latentOf(input.text).isEasy,
      ).length;
      const keptHard = answers.filter(
        ({ model, input }) => model.endsWith('small') && !latentOf(input.text).isEasy,
      ).length;
      assert.ok(keptEasy > 5 * keptHard && keptEasy > 10, `${keptEasy} easy and ${keptHard} hard ones kept`);

      const cascade = await loadCascade(folder.config, { baseURLs: { box: `${box.url}/v1` } });
      const gateway = await startGateway({ cascades: [cascade], token: 'secret' });
      const client = new OpenAI({ apiKey: 'secret', baseURL: `${gateway.url}/v1`, maxRetries: 0 });
      try {
        for (const { input, model, output } of answers.slice(0, 12)) {
          const channel = latentOf(input.text).isEasy ? 'mail' : 'phone';
          const all = {
            ...input,
            ...(embeds ? {} : { channel, pages: String((Number(input.text.slice(7)) * 7) % 13) }),
          };
          const run = await cascade.run(all);
          assert.deepEqual([run.model, run.output], [model, output], input.text);
          assert.equal(
            run.path.some(({ outcome }) => outcome === 'embedded'),
            embeds,
          );
          const request = { model: 'sort', messages: [], metadata: all };
          const { response } = await client.chat.completions.create(request).withResponse();
          assert.equal(response.headers.get('x-downtier-model'), model);
        }
      } finally {
        await gateway.close();
      }
    });

    it('runs one input on the command line, the cost of all calls in its cost', async () => {
      const named = Object.entries({ text: 'ticket 1', ...inputs }).flatMap(([name, value]) => [
        '--input',
        `${name}=${value}`,
      ]);
      const { code, out, err } = await cli(
        'run',
        folder.config,
        ...named,
        '--json',
        '--prices',
        folder.file('prices.json'),
      );
      assert.equal(code, 0, err);
      const { path, costUSD } = JSON.parse(out) as {
        path: { outcome: string; costUSD: number; model: string }[];
        costUSD: number;
      };
      assert.equal(path[0]?.outcome === 'embedded' && path[0].model === EMBEDDINGS, embeds);
      assert.ok(path.every((step) => step.costUSD > 0));
      assert.ok(Math.abs(path.reduce((sum, step) => sum + step.costUSD, 0) - costUSD) < 1e-15);
    });
  });
}

describe('downtier with P(IK) from a column that is not given', function () {
  this.timeout(60_000);
  it('names it, whoever is asked', async () => {
    const folder = folders.columns;
    const missing = /decides by the column "channel", and it was not given/;
    const run = await cli('run', folder.config, '--input', 'text=ticket 1');
    assert.deepEqual([run.code, missing.test(run.err)], [2, true], run.err);
    const data = folder.file('plain.csv', 'text\nticket 1\n');
    const applied = await cli(
      'apply',
      folder.config,
      '--data',
      data,
      '--out',
      folder.file('o.jsonl'),
      '--yes',
      '--prices',
      folder.file('prices.json'),
    );
    assert.deepEqual([applied.code, missing.test(applied.err)], [2, true], applied.err);
    const cascade = await loadCascade(folder.config, { baseURLs: { box: `${box.url}/v1` } });
    await assert.rejects(cascade.run({ text: 'ticket 1' }), { name: 'MissingColumnError', column: 'channel' });
    await assert.rejects(cascade.runMessages([{ role: 'user', content: 'x' }]), { name: 'MissingColumnError' });
    const gateway = await startGateway({ cascades: [cascade], token: 'secret' });
    try {
      const client = new OpenAI({ apiKey: 'secret', baseURL: `${gateway.url}/v1`, maxRetries: 0 });
      const asked = client.chat.completions.create({ model: 'sort', messages: [], metadata: { text: 'ticket 1' } });
      await assert.rejects(
        asked,
        (error: { status?: number; message: string }) => error.status === 400 && missing.test(error.message),
      );
    } finally {
      await gateway.close();
    }
    assert.match(
      (await cli('types', folder.config)).out,
      /readonly text: InputValue;\n {2}readonly channel: InputValue;\n {2}readonly pages: InputValue;/,
    );
  });
});

describe('downtier with embeddings that cannot be had', function () {
  this.timeout(60_000);
  const overloaded = { kind: 'error', status: 503 } as const;

  it('goes on to the last stage, or fails, as configured', async () => {
    const folder = folders.embedding;
    fault = (wantsEmbedding) => (wantsEmbedding ? overloaded : undefined);
    const prices = ['--prices', folder.file('prices.json')];
    const input = ['--input', 'text=ticket 1', ...prices];
    const run = await cli('run', folder.config, ...input, '--json');
    const { model, reason, path, costUSD } = JSON.parse(run.out) as Record<string, unknown>;
    assert.deepEqual([model, reason, costUSD !== null], ['compatible:box/large', 'last stage', true]);
    assert.deepEqual(
      (path as { outcome: string }[]).map(({ outcome }) => outcome),
      ['failed', 'kept'],
    );
    const strict = await cli('run', folder.config, ...input, '--on-failure', 'error');
    assert.equal(strict.code, 1);
    assert.match(strict.err, /asked: compatible:box\/e5.*overloaded/);
    const data = folder.file('two.csv', 'text\nticket 1\nticket 2\n');
    const out = folder.file('two.jsonl');
    const applied = await cli('apply', folder.config, '--data', data, '--out', out, '--yes', ...prices);
    assert.equal(applied.code, 0, applied.err);
    assert.match(applied.out, /answered by compatible:box\/large 100 %/);
  });

  it('refuses vectors of another length than the config says', async () => {
    const folder = folders.embedding;
    const shorter = await startSampleServer({ embeddings: { name: 'e5', embed: () => [1, 2, 3] } });
    try {
      const cascade = await loadCascade(folder.config, { baseURLs: { box: `${shorter.url}/v1` }, onFailure: 'error' });
      await assert.rejects(cascade.run({ text: 'ticket 1' }), /a vector of 3 numbers where 8 are expected/);
      const data = folder.file('one.csv', 'text\nticket 1\n');
      const argv = [
        'apply',
        folder.config,
        '--data',
        data,
        '--out',
        folder.file('x.jsonl'),
        '--yes',
        '--prices',
        folder.file('prices.json'),
      ];
      const applied = await cliRun(argv, { env: { BOX_BASE_URL: `${shorter.url}/v1` } });
      assert.equal(applied.code, 1);
      assert.match(applied.err, /a vector of 3 numbers where 8 are expected/);
    } finally {
      await shorter.close();
    }
  });

  for (const [what, flags, code, said, broken] of [
    [
      'an endpoint that is down',
      ['--embeddings', EMBEDDINGS],
      1,
      /first row could not be embedded.*overloaded/,
      overloaded,
    ],
    [
      'a server without embeddings',
      ['--embeddings', EMBEDDINGS],
      1,
      /box gives no embeddings by compatible:box\/e5.*\/v1\/embeddings/,
      { kind: 'error', status: 404 },
    ],
    [
      'a wrong key',
      ['--embeddings', EMBEDDINGS],
      1,
      /did not accept the key.*BOX_API_KEY/,
      { kind: 'error', status: 401 },
    ],
    ['no vector', ['--embeddings', EMBEDDINGS], 1, /there is no embedding in it/, { kind: 'empty' }],
    [
      'an unknown price',
      ['--embeddings', 'compatible:box/other'],
      2,
      /compatible:box\/other is needed for every item.*pass --prices FILE/s,
      undefined,
    ],
    ['a missing key', ['--embeddings', 'openai/text-embedding-3-small'], 2, /OPENAI_API_KEY/, undefined],
    [
      'a provider without embeddings',
      ['--embeddings', 'anthropic/claude-haiku-4-5'],
      2,
      /there are no embeddings of it/,
      undefined,
    ],
    ['what is no model id', ['--embeddings', 'e5'], 2, /"e5" is not a model id/, undefined],
    [
      'an unknown column',
      ['--knows-columns', 'chanel'],
      2,
      /"chanel": .*has no such column; there are text, channel, pages/,
      undefined,
    ],
    [
      'the expected answers',
      ['--knows-columns', 'expected'],
      2,
      /"expected": it holds the expected answers/,
      undefined,
    ],
    [
      'another method',
      ['--knows-columns', 'channel', '--method', 'smart'],
      2,
      /--method smart decides by neither/,
      undefined,
    ],
  ] as const) {
    it(`says what is wrong with ${what} before a model is asked`, async () => {
      const folder = folderOf(60);
      fault = (wantsEmbedding) => (wantsEmbedding ? broken : undefined);
      const before = box.counts.chats;
      const outcome = await profile(folder, ...flags);
      assert.equal(outcome.code, code, outcome.err);
      assert.match(outcome.err, said);
      assert.equal(box.counts.chats, before);
      assert.equal(folder.hasConfig(), false);
    });
  }

  it('refuses a column that a row lacks, with its line, and columns or embeddings of a recording', async () => {
    const folder = folderOf(20);
    const data = folder.file('some.jsonl', '{"text":"a","x":1}\n{"text":"b"}\n{"text":"c","x":null}\n');
    const lacking = await profile(folder, '--data', data, '--knows-columns', 'x');
    assert.deepEqual(
      [lacking.code, /"x": the row at .*some\.jsonl:2 lacks it/.test(lacking.err)],
      [2, true],
      lacking.err,
    );
    const recorded = await cli('profile', '--recording', folder.path, '--embeddings', EMBEDDINGS);
    assert.deepEqual([recorded.code, /recorded answers come with neither/.test(recorded.err)], [2, true], recorded.err);
  });

  it('counts them in the estimate and under the cap', async () => {
    const folder = folderOf(20);
    const models = ['--models', 'compatible:box/small,compatible:box/large', '--reference', 'compatible:box/large'];
    const argv = ['estimate', folder.prompt, '--data', folder.data, ...models, '--prices', folder.file('prices.json')];
    const of = async (...more: readonly string[]) =>
      JSON.parse((await cli(...argv, '--json', ...more)).out) as {
        models: { id: string; costPerCallUSD: number; worstCallUSD: number }[];
        profiling: { likelyUSD: number };
      };
    const [plain, embedding] = [await of(), await of('--embeddings', EMBEDDINGS)];
    const added = embedding.models.at(-1);
    assert.equal(added?.id, EMBEDDINGS);
    assert.ok(added.costPerCallUSD > 0 && added.worstCallUSD > added.costPerCallUSD);
    const more = embedding.profiling.likelyUSD - plain.profiling.likelyUSD;
    assert.ok(Math.abs(more - 20 * added.costPerCallUSD) < 1e-12, `${more}`);
    const cap = plain.models.reduce((sum, { worstCallUSD }) => sum + worstCallUSD, 0);
    assert.equal((await profile(folder, '--embeddings', EMBEDDINGS, '--max-spend', String(cap))).code, 2);
  });
});
