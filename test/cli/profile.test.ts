import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRoutingConfig } from '../../src/core/routing/readRoutingConfig.ts';
import { type Fault, type FaultPlan, overloaded, rateLimited } from '../../src/providers/sample/fault.ts';
import type { SampleRequestRecord } from '../../src/providers/sample/sampleRequestRecord.ts';
import {
  type SampleServer,
  type SampleServerOptions,
  startSampleServer,
} from '../../src/providers/sample/sampleServer.ts';
import { faithfulModel, numberIn, strayingModel } from '../support/cannedModels.ts';
import { PROCESS_TIMEOUT_MS, startCli } from '../support/cliChild.ts';
import { type CliSetting, cliRun } from '../support/cliRun.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { keyOfRequest, keysOf, readJournal } from '../support/journalReading.ts';
import { type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';
import { startWireServer, type WireReply, type WireRequest } from '../support/wireServer.ts';

const KEY = 'sk-right';
const REFERENCE = 'openai/gpt-4o';
const ROWS = 40;
const root = join(import.meta.dirname, '..', '..');
const tiny = join(root, 'test', 'fixtures', 'recordings', 'tiny');
const traces = join(root, '..', 'shared', 'traces');

/** Dollars per million tokens of input and output. */
const listPrices: Readonly<Record<string, readonly [number, number]>> = {
  'gpt-4o': [2.5, 10],
  'gpt-4o-mini': [0.15, 0.6],
};

/** The one JSON object of `profile --json`; its field names are a promise to scripts. */
interface ProfileJson {
  readonly recommendation: {
    readonly kind: string;
    readonly stages: readonly { readonly model: string; readonly share: number }[];
  };
  readonly guarantee: Readonly<Record<string, number | string>>;
  readonly cost: Readonly<Record<string, number>>;
  readonly models: readonly ModelJson[];
  readonly configFile: string | null;
  readonly stopped: string;
  readonly items: number;
  readonly warnings: readonly string[];
}

interface ModelJson {
  readonly id: string;
  readonly items: number;
  readonly deviations: number;
  readonly deviationUpperBound: number;
  readonly costPerCallUSD: number | null;
  readonly missing: number;
  readonly status: string;
}

/** What was printed must be one line with one object. */
function resultOf(out: string): ProfileJson {
  assert.match(out, /^\{.*\}\n$/);
  return JSON.parse(out) as ProfileJson;
}

/** Asks every model about every row, once: what is asked can then be counted. */
const EVERY_ROW = ['--method', 'smart-mix', '--self-check', '0'];

const argvOf = (folder: ProfileFolder, ...more: string[]) => {
  const models = ['--models', `openai/gpt-4o-mini,${REFERENCE}`, '--reference', REFERENCE];
  return ['profile', folder.prompt, '--data', folder.data, ...models, ...EVERY_ROW, '--json', ...more];
};

const servers: SampleServer[] = [];

/** A loopback server; `records` is everything it was asked so far. */
async function serve(options: SampleServerOptions = {}) {
  const records: SampleRequestRecord[] = [];
  const server = await startSampleServer({
    models: [faithfulModel('gpt-4o'), strayingModel('gpt-4o-mini', 10)],
    apiKey: KEY,
    onRequest: (record) => records.push(record),
    ...options,
  });
  servers.push(server);
  return { url: server.url, records };
}

const modelIn = ({ body }: SampleRequestRecord) => (body as { model: string }).model;

/** The number in the row that is asked about. */
const rowIn = ({ body }: Pick<SampleRequestRecord, 'body'>) =>
  numberIn(JSON.stringify((body as { messages: unknown[] }).messages.at(-1)));

const environment = (server: { readonly url: string }) => ({
  OPENAI_BASE_URL: `${server.url}/v1`,
  OPENAI_API_KEY: KEY,
});

async function profiled(argv: readonly string[], setting: CliSetting): Promise<ProfileJson> {
  const { code, out, err } = await cliRun(argv, setting);
  assert.equal(code, 0, err);
  return resultOf(out);
}

describe('downtier: profile', function () {
  this.timeout(PROCESS_TIMEOUT_MS);

  after(async () => {
    await Promise.all(servers.map((server) => server.close()));
    removeProfileFolders();
  });

  describe('downtier profile --json', () => {
    it('runCli: prints one object with the promised fields and writes the config beside the prompt', async () => {
      const server = await serve();
      const folder = profileFolder();
      const result = await profiled(argvOf(folder), { env: environment(server) });
      for (const field of ['delta', 'confidence', 'deviationUpperBound', 'deviations', 'items'])
        assert.equal(typeof result.guarantee[field], 'number', field);
      assert.deepEqual([result.guarantee['scope'], result.guarantee['method']], ['stream', 'smart-mix']);
      for (const field of [
        'referencePerCallUSD',
        'policyPerCallUSD',
        'profilingUSD',
        'savingsRatio',
        'savingsRatioLow',
        'savingsRatioHigh',
      ])
        assert.ok((result.cost[field] ?? 0) > 0, field);
      assert.ok((result.guarantee['deviationUpperBound'] as number) <= 0.05 + 1e-12);
      const shares = result.recommendation.stages.reduce((sum, { share }) => sum + share, 0);
      assert.ok(Math.abs(shares - 1) < 1e-12);
      assert.deepEqual(
        result.models.map(({ id, items, deviations, missing }) => ({ id, items, deviations, missing })),
        [
          { id: REFERENCE, items: ROWS, deviations: 0, missing: 0 },
          // It strays on the rows 0, 10, 20 and 30.
          { id: 'openai/gpt-4o-mini', items: ROWS, deviations: 4, missing: 0 },
        ],
      );
      assert.equal(result.configFile, folder.config);
      const text = readFileSync(folder.config, 'utf8');
      const config = readRoutingConfig(folder.config, text);
      assert.equal(config.kind, result.recommendation.kind);
      assert.deepEqual([config.prompt?.file, config.dataset.file], ['sort.prompty', 'rows.csv']);
      assert.ok(!text.includes(folder.path), 'a path of this machine went into the config');
      assert.match(text, /\}\n$/);
    });

    it('runCli: what it says profiling cost is what the journal says was paid, at the list price', async () => {
      const server = await serve();
      const folder = profileFolder();
      const result = await profiled(argvOf(folder), { env: environment(server) });
      const answered = readJournal(folder.journal).records.filter((record) => record.type === 'answered');
      assert.equal(answered.length, 2 * ROWS);
      assert.equal(server.records.length, 2 * ROWS);
      const paidUSD = answered.reduce((sum, { costUSD }) => sum + costUSD, 0);
      assert.ok(Math.abs(paidUSD - (result.cost['profilingUSD'] ?? 0)) < 1e-12);
      const modelOf = new Map(server.records.map((record) => [keyOfRequest(record), modelIn(record)]));
      for (const { key, costUSD, answer } of answered) {
        const [input, output] = listPrices[modelOf.get(key) ?? ''] ?? [];
        assert.ok(input && output, 'the journal holds a call that was never made');
        const atListPrice = (input * answer.usage.inputTokens + output * answer.usage.outputTokens) / 1e6;
        assert.ok(Math.abs(costUSD - atListPrice) < 1e-15, `${costUSD} instead of ${atListPrice}`);
      }
    });

    it('downtier: the same as a process of its own, with exit code 0', async () => {
      const server = await serve();
      const folder = profileFolder();
      const { code, out, err } = await startCli(argvOf(folder), { cwd: folder.path, env: environment(server) }).ended;
      assert.equal(code, 0, err);
      assert.equal(resultOf(out).items, ROWS);
      assert.match(err, /Profiling .* reference openai\/gpt-4o/);
      assert.ok(folder.hasConfig());
    });
  });

  describe('downtier profile over several providers', () => {
    it('runCli: Anthropic in its own wire shape', async () => {
      const server = await serve({
        models: [faithfulModel('claude-sonnet-4-6'), strayingModel('claude-haiku-4-5', 10)],
      });
      const folder = profileFolder();
      const models = ['anthropic/claude-haiku-4-5', 'anthropic/claude-sonnet-4-6'] as const;
      const argv = [...argvOf(folder), '--models', models.join(','), '--reference', models[1]];
      const result = await profiled(argv, { env: { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: KEY } });
      assert.deepEqual(
        result.models.map(({ id, items, deviations }) => [id, items, deviations]),
        [
          [models[1], ROWS, 0],
          [models[0], ROWS, 4],
        ],
      );
      assert.equal(server.records.length, 2 * ROWS);
      assert.ok(
        server.records.every(({ api, headers }) => api === 'anthropic' && JSON.stringify(headers).includes(KEY)),
      );
    });

    it('runCli: OpenAI, Anthropic and a compatible server in one profile, each with its own key', async () => {
      const server = await serve({
        models: [faithfulModel('gpt-4o'), strayingModel('claude-haiku-4-5', 10), strayingModel('small', 4)],
      });
      const box = await serve({ models: [strayingModel('small', 4)], apiKey: 'box-key' });
      const folder = profileFolder();
      const prices = folder.file(
        'prices.json',
        '{"models": {"compatible:box/small": {"inputUSDPer1M": 0.01, "outputUSDPer1M": 0.01}}}',
      );
      const models = `compatible:box/small,anthropic/claude-haiku-4-5,${REFERENCE}`;
      const argv = [
        ...argvOf(folder, '--delta', '0.3', '--method', 'smart-all'),
        '--models',
        models,
        '--prices',
        prices,
      ];
      const result = await profiled([...argv, '--endpoint', `box=${box.url}/v1`], {
        env: { ...environment(server), ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: KEY, BOX_API_KEY: 'box-key' },
      });
      assert.deepEqual(
        result.models.map(({ id }) => id),
        [REFERENCE, 'compatible:box/small', 'anthropic/claude-haiku-4-5'],
      );
      assert.ok(result.models.every(({ items, missing }) => items > 0 && missing === 0));
      assert.ok(box.records.length > 0);
      assert.ok(box.records.every(({ headers }) => headers.authorization === 'Bearer box-key'));
      assert.ok(server.records.every(({ headers }) => !JSON.stringify(headers).includes('box-key')));
    });

    it('runCli: a server on this machine needs no key and is sent none', async () => {
      const { OPENAI_API_KEY: _, ...keyless } = environment(await serve());
      const open = await startSampleServer({ models: [faithfulModel('gpt-4o'), faithfulModel('gpt-4o-mini')] });
      servers.push(open);
      const folder = profileFolder();
      const result = await profiled(argvOf(folder), { env: { ...keyless, OPENAI_BASE_URL: `${open.url}/v1` } });
      assert.equal(result.items, ROWS);
    });
  });

  describe('downtier profile, again', () => {
    it('runCli: a second run asks nothing, says the same and writes the same bytes', async () => {
      const server = await serve();
      const folder = profileFolder();
      const first = await cliRun(argvOf(folder), { env: environment(server) });
      const config = readFileSync(folder.config);
      const journal = readFileSync(folder.journal);
      const second = await cliRun(argvOf(folder), { env: environment(server) });
      assert.equal(server.records.length, 2 * ROWS);
      assert.equal(second.out, first.out);
      assert.deepEqual(readFileSync(folder.config), config);
      assert.deepEqual(readFileSync(folder.journal), journal);
    });

    it('runCli: another folder, other timing, another concurrency: the same bytes', async () => {
      const results: string[] = [];
      const configs: string[] = [];
      for (const [concurrency, latencyMs] of [
        ['1', 0],
        ['16', 3],
        ['5', 1],
      ] as const) {
        const server = await serve({ latencyMs });
        const folder = profileFolder();
        const { out } = await cliRun(argvOf(folder, '--concurrency', concurrency), { env: environment(server) });
        results.push(out.replace(folder.path, '~'));
        configs.push(readFileSync(folder.config, 'utf8'));
      }
      assert.equal(new Set(results).size, 1);
      assert.equal(new Set(configs).size, 1);
    });

    it('runCli: another seed profiles other rows', async () => {
      const runs: { readonly asked: ReadonlySet<number>; readonly config: string }[] = [];
      for (const seed of ['1', '2']) {
        const server = await serve();
        const folder = profileFolder({ rows: 400 });
        await profiled(argvOf(folder, '--seed', seed, '--profile-items', '50'), { env: environment(server) });
        runs.push({
          asked: new Set(server.records.map(rowIn)),
          config: readFileSync(folder.config, 'utf8').replace(`"seed": ${seed}`, ''),
        });
      }
      const [first, second] = runs;
      assert.equal(first?.asked.size, 50);
      assert.notDeepEqual(first?.asked, second?.asked);
      assert.notEqual(first?.config, second?.config);
    });

    it('runCli: a changed prompt is asked anew, a changed config place is not', async () => {
      const server = await serve();
      const folder = profileFolder();
      await profiled(argvOf(folder), { env: environment(server) });
      await profiled(argvOf(folder, '--out', folder.file('other.json')), { env: environment(server) });
      assert.equal(server.records.length, 2 * ROWS);
      folder.file('sort.prompty', readFileSync(folder.prompt, 'utf8').replace('first word', 'very first word'));
      await profiled(argvOf(folder), { env: environment(server) });
      assert.equal(server.records.length, 4 * ROWS);
    });
  });

  /** Each call fails up to three times in ways that depend on nothing but the call, and then goes through. */
  function passingTroubles(): FaultPlan {
    const attempts = new Map<string, number>();
    const troubles: readonly Fault[] = [
      rateLimited(1500),
      { kind: 'error', status: 500 },
      overloaded,
      { kind: 'cut', when: 'before' },
      { kind: 'cut', when: 'midway' },
      { kind: 'malformed' },
      { kind: 'truncated' },
      { kind: 'empty' },
    ];
    return (_, { body }) => {
      const call = JSON.stringify(body);
      const attempt = attempts.get(call) ?? 0;
      attempts.set(call, attempt + 1);
      const place = rowIn({ body }) + 3 * attempt;
      return attempt < 3 ? troubles[place % (2 * troubles.length)] : undefined;
    };
  }

  describe('downtier profile with a troubled provider', () => {
    it('runCli: errors that pass change nothing of the result', async () => {
      const calm = await serve();
      const troubled = await serve({ faults: passingTroubles() });
      const folders = [profileFolder(), profileFolder()] as const;
      const expected = await cliRun(argvOf(folders[0]), { env: environment(calm) });
      const clock = new FakeClock();
      const { out, code } = await cliRun(argvOf(folders[1]), { env: environment(troubled), clock });
      assert.equal(code, 0);
      assert.equal(out.replace(folders[1].path, '~'), expected.out.replace(folders[0].path, '~'));
      assert.equal(readFileSync(folders[1].config, 'utf8'), readFileSync(folders[0].config, 'utf8'));
      const failed = readJournal(folders[1].journal).records.filter((record) => record.type === 'failed');
      assert.deepEqual(
        [...new Set(failed.map(({ reason }) => reason))].sort(),
        ['connection', 'malformed', 'overloaded', 'rate', 'server'],
        'each kind of trouble was met',
      );
      assert.equal(troubled.records.length, 2 * ROWS + failed.length, 'every attempt is in the journal');
      assert.ok(clock.sleeps.includes(1500), 'the wait that the provider asked for was kept');
    });

    it('runCli: refused log-probabilities change nothing but them', async () => {
      const server = await serve({
        faults: (_, { body }) => ((body as { logprobs?: boolean }).logprobs ? { kind: 'refuse-logprobs' } : undefined),
      });
      const folder = profileFolder();
      const result = await profiled(argvOf(folder), { env: environment(server) });
      assert.deepEqual(
        result.models.map(({ items, missing }) => [items, missing]),
        [
          [ROWS, 0],
          [ROWS, 0],
        ],
      );
      assert.ok(server.records.length <= 2 * ROWS + 2, 'each model was asked for them once');
    });

    for (const [every, warned] of [
      [8, true],
      [60, false],
    ] as const) {
      it(`runCli: one answer in ${every} missing is ${warned ? '' : 'not '}warned of`, async () => {
        const broken: Fault = { kind: 'error', status: 500 };
        const rows = 120;
        const server = await serve({
          faults: (_, record) =>
            modelIn(record) === 'gpt-4o-mini' && rowIn(record) % every === 0 ? broken : undefined,
        });
        const folder = profileFolder({ rows });
        const { code, out } = await cliRun(argvOf(folder, '--method', 'smart-all', '--delta', '0.1'), {
          env: environment(server),
        });
        assert.equal(code, 0);
        const { models, warnings } = resultOf(out);
        assert.deepEqual(
          models.map(({ missing, items }) => [missing, items + missing]),
          [
            [0, rows],
            [rows / every, rows],
          ],
        );
        assert.equal(
          warnings.some((warning) => /gpt-4o-mini.*missing/.test(warning)),
          warned,
        );
        const shown = await cliRun(
          argvOf(folder, '--method', 'smart-all', '--delta', '0.1').filter((flag) => flag !== '--json'),
          { env: environment(server) },
        );
        assert.equal(/Warning: openai\/gpt-4o-mini: .* missing/.test(shown.out), warned);
      });
    }

    it('runCli: an outage in the middle stops the profile, and the run after it has the whole result', async () => {
      const calm = profileFolder();
      const expected = await cliRun(argvOf(calm), { env: environment(await serve()) });
      let down = true;
      const server = await serve({
        faults: (number) => (down && number > 30 ? { kind: 'error', status: 503 } : undefined),
      });
      const folder = profileFolder();
      const stopped = await cliRun(argvOf(folder), { env: environment(server) });
      assert.deepEqual([stopped.code, stopped.out, folder.hasConfig()], [1, '', false]);
      assert.match(stopped.err, /failed 10 calls in a row.*overloaded \(503.*nothing paid for is paid again/);
      const answered = keysOf(readJournal(folder.journal).records, 'answered').length;
      assert.equal(answered, 30);
      const asked = server.records.length;
      down = false;
      const { out } = await cliRun(argvOf(folder), { env: environment(server) });
      assert.equal(out.replace(folder.path, '~'), expected.out.replace(calm.path, '~'));
      assert.equal(server.records.length - asked, 2 * ROWS - answered);
    });
  });

  describe('downtier profile and money', () => {
    it('runCli: the cap is kept, and a higher one goes on from there', async () => {
      const server = await serve();
      const folder = profileFolder();
      const capUSD = 0.0025;
      const capped = await profiled(argvOf(folder, '--max-spend', String(capUSD)), { env: environment(server) });
      assert.equal(capped.stopped, 'spending cap');
      assert.ok(capped.items > 0 && capped.items < ROWS);
      const spentUSD = readJournal(folder.journal).records.reduce(
        (sum, record) => sum + (record.type === 'answered' ? record.costUSD : 0),
        0,
      );
      assert.ok(spentUSD <= capUSD, `${spentUSD} was spent`);
      const whole = await profiled(argvOf(folder), { env: environment(server) });
      assert.equal(whole.items, ROWS);
      assert.equal(server.records.length, 2 * ROWS);
    });

    it('runCli: asks before spending, and no means that nothing is sent', async () => {
      const server = await serve();
      const folder = profileFolder();
      const questions: string[] = [];
      const confirm = async (question: string) => {
        questions.push(question);
        return false;
      };
      const { code, out, err } = await cliRun(argvOf(folder), { env: environment(server), confirm });
      assert.deepEqual([code, out], [0, '']);
      assert.match(err, /at most \$.* \(spending cap \$5\.00\)[\s\S]*Nothing was sent/);
      assert.deepEqual([questions.length, server.records.length, folder.hasConfig()], [1, 0, false]);
      await profiled(argvOf(folder, '--yes'), { env: environment(server), confirm });
      assert.equal(questions.length, 1);
    });
  });

  describe('downtier profile and keys', () => {
    /** Echoes the key it was sent, as some servers do: in the refusals of some rows, or in a 401. */
    const echoing =
      (refuseAll: boolean) =>
      ({ body, headers }: WireRequest): WireReply => {
        const key = String(headers.authorization);
        if (refuseAll)
          return { status: 401, body: { error: { message: `Incorrect API key provided: ${key.slice(7)} (${key}).` } } };
        if (rowIn({ body }) % 7 === 0)
          return { status: 400, body: { error: { message: `Not with ${key}, ${key.slice(7)}!` } } };
        return {
          body: {
            id: 'x',
            object: 'chat.completion',
            created: 0,
            model: body['model'],
            choices: [
              {
                index: 0,
                message: { role: 'assistant', content: 'bug', refusal: null },
                finish_reason: 'stop',
                logprobs: null,
              },
            ],
            usage: { prompt_tokens: 30, completion_tokens: 1, total_tokens: 31 },
          },
        };
      };

    for (const key of ['sk-proj-AbCdEf0123456789_-xyz', 'plain.secret.0123456789']) {
      for (const refuseAll of [false, true]) {
        it(`runCli: ${key.slice(0, 5)}.. is nowhere to be read, ${refuseAll ? 'refused' : 'accepted'} and echoed`, async () => {
          const server = await startWireServer(echoing(refuseAll));
          const folder = profileFolder();
          const env = { OPENAI_BASE_URL: `${server.origin}/v1`, OPENAI_API_KEY: key };
          const { code, out, err } = await cliRun(argvOf(folder), { env });
          await server.close();
          assert.equal(code, refuseAll ? 1 : 0);
          assert.ok(server.requests.every(({ headers }) => headers.authorization === `Bearer ${key}`));
          const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
            .map((name) => join(folder.path, name))
            .filter((file) => statSync(file).isFile());
          assert.ok(files.includes(folder.journal));
          for (const text of [out, err, ...files.map((file) => readFileSync(file, 'utf8'))])
            assert.ok(!text.includes(key), text);
        });
      }
    }
  });

  describe('downtier profile --recording', () => {
    it('runCli: profiles recorded answers without network, the same each time', async () => {
      const argv = ['profile', '--recording', tiny, '--method', 'smart-mix', '--delta', '0.1', '--json'];
      const first = await cliRun(argv);
      const result = resultOf(first.out);
      assert.equal(first.code, 0);
      assert.deepEqual(
        result.models.map(({ id, status }) => [id, status]),
        [
          ['big', 'reference'],
          ['small', 'too far off'],
          ['middle', 'satisfies'],
        ],
      );
      assert.equal(result.configFile, null);
      assert.equal((await cliRun(argv)).out, first.out);
      assert.notEqual((await cliRun([...argv, '--seed', '2'])).out, first.out);
    });

    it('runCli: writes a config where it is told to', async () => {
      const folder = profileFolder();
      const argv = [
        'profile',
        '--recording',
        tiny,
        '--models',
        'middle,big,big',
        '--delta',
        '0.1',
        '--out',
        folder.config,
      ];
      const { code, out } = await cliRun(argv);
      assert.equal(code, 0);
      assert.match(out, /Use middle instead of big/);
      const config = readRoutingConfig(folder.config, readFileSync(folder.config, 'utf8'));
      assert.equal(config.prompt, undefined);
      assert.deepEqual(
        config.evidence.models.map(({ id }) => id),
        ['big', 'middle'],
      );
    });

    const mmlu = join(traces, 'cascade-mmlu');
    it(`runCli: nine models on MMLU as recorded (skipped without ${join('..', 'shared', 'traces', 'cascade-mmlu')})`, async function () {
      if (!existsSync(mmlu)) return this.skip();
      const argv = [
        'profile',
        '--recording',
        mmlu,
        '--method',
        'smart-mix',
        '--delta',
        '0.1',
        '--scope',
        'batch',
        '--json',
      ];
      const { code, out } = await cliRun(argv);
      assert.equal(code, 0);
      const result = resultOf(out);
      assert.equal(result.models.length, 9);
      assert.deepEqual(
        [result.guarantee['scope'], result.guarantee['method'], result.guarantee['delta']],
        ['batch', 'smart-mix', 0.1],
      );
      assert.ok((result.guarantee['deviationUpperBound'] as number) <= 0.1 + 1e-9);
      assert.ok((result.cost['savingsRatio'] ?? 0) > 1);
      assert.equal((await cliRun(argv)).out, out);
    });
  });

  describe('downtier profile --map', () => {
    it('takes a variable from a column of another name, and says so in the config', async () => {
      const server = await serve();
      const folder = profileFolder();
      const renamed = readFileSync(folder.data, 'utf8').replace(/^[^\n]*/, (head) => head.replace('text', 'body'));
      writeFileSync(folder.data, renamed);
      const { configFile } = await profiled(argvOf(folder, '--map', 'text=body'), { env: environment(server) });
      const config = readRoutingConfig('config', readFileSync(configFile ?? '', 'utf8'));
      assert.deepEqual(config.dataset.columns, { text: 'body' });
    });
  });

  describe('downtier profile --equivalence judge', () => {
    it('runCli: the judge is paid through the same journal and never twice', async () => {
      const server = await serve({
        models: [faithfulModel('gpt-4o'), strayingModel('gpt-4o-mini', 10), faithfulModel('gpt-4.1')],
      });
      const folder = profileFolder();
      const argv = argvOf(folder, '--equivalence', 'judge', '--judge', 'openai/gpt-4.1');
      const first = await profiled(argv, { env: environment(server) });
      // Equal texts need no judge, and this one's answer to the four others is no verdict: they deviate. Two of the four ask it the same.
      assert.equal(first.models[1]?.deviations, 4);
      assert.equal(server.records.length, 2 * ROWS + 3);
      assert.equal(keysOf(readJournal(folder.journal).records, 'answered').length, 2 * ROWS + 3);
      const second = await profiled(argv, { env: environment(server) });
      assert.deepEqual(second, first);
      assert.equal(server.records.length, 2 * ROWS + 3);
    });
  });
});
