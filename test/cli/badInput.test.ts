import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { SampleRequestRecord } from '../../src/providers/sample/sampleRequestRecord.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { parquetBytes } from '../core/datasets/parquetFixture.ts';
import { faithfulModel, strayingModel } from '../support/cannedModels.ts';
import { PROCESS_TIMEOUT_MS, startCli } from '../support/cliChild.ts';
import { type CliOutcome, cliRun } from '../support/cliRun.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { csvOf, PROMPT, type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const KEY = 'sk-right';
const REFERENCE = 'openai/gpt-4o';
const MODELS = ['--models', `openai/gpt-4o-mini,${REFERENCE}`, '--reference', REFERENCE];
const tiny = join(import.meta.dirname, '..', 'fixtures', 'recordings', 'tiny');

let server: SampleServer;
const requests: SampleRequestRecord[] = [];

interface BadCase {
  readonly name: string;
  readonly argv: (folder: ProfileFolder) => readonly string[];
  /** What standard error has to say; `~` stands for the folder. */
  readonly says: readonly (string | RegExp)[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default 2: bad usage or bad input. */
  readonly code?: 1 | 2;
}

/** Asks every model about every row, once: what is asked can then be counted. */
const EVERY_ROW = ['--method', 'smart-mix', '--self-check', '0'];
const profileOf = (prompt: string, data: string, ...flags: string[]) => [
  'profile',
  prompt,
  '--data',
  data,
  ...EVERY_ROW,
  ...flags,
];

/** The usual profile with something added. */
const usual =
  (...more: string[]) =>
  (folder: ProfileFolder) =>
    profileOf(folder.prompt, folder.data, ...MODELS, ...more.map((text) => text.replace('~', folder.path)));
const withPrompt = (name: string, content?: string | Uint8Array) => (folder: ProfileFolder) =>
  profileOf(folder.file(name, content), folder.data, ...MODELS);
const withData = (name: string, content?: string | Uint8Array) => (folder: ProfileFolder) =>
  profileOf(folder.prompt, folder.file(name, content), ...MODELS);
const withModels = (models: string, reference: string) => (folder: ProfileFolder) =>
  profileOf(folder.prompt, folder.data, '--models', models, '--reference', reference);

const environment = () => ({ OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: KEY });

function run(folder: ProfileFolder, argv: readonly string[], env?: Readonly<Record<string, string>>) {
  return cliRun(argv, { env: env ?? environment() }).then((outcome) => ({
    ...outcome,
    err: outcome.err.replaceAll(folder.path, '~'),
  }));
}

function assertRefused({ code, out, err }: CliOutcome, { says, code: expected = 2 }: Pick<BadCase, 'says' | 'code'>) {
  assert.equal(code, expected, err);
  assert.equal(out, '');
  for (const words of says) {
    if (typeof words === 'string') assert.ok(err.includes(words), `"${words}" is not in: ${err}`);
    else assert.match(err, words);
  }
  assert.doesNotMatch(err, /Unexpected error|\n\s+at /, 'a stack trace is no message');
}

/** Names of all files below, hidden ones too. */
const filesOf = (folder: ProfileFolder) => readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).sort();

/** Bad input: said, nothing sent, nothing written. */
function refuses(cases: readonly BadCase[]): void {
  for (const bad of cases) {
    it(`runCli: ${bad.name}`, async () => {
      const folder = profileFolder();
      const argv = bad.argv(folder);
      const files = filesOf(folder);
      const sent = server.requests;
      assertRefused(await run(folder, argv, bad.env), bad);
      assert.equal(server.requests, sent, 'something was sent');
      assert.deepEqual(filesOf(folder), files, 'a file was left behind');
      assert.equal(readFileSync(folder.prompt, 'utf8'), PROMPT);
      assert.equal(readFileSync(folder.data, 'utf8'), csvOf(40));
    });
  }
}

describe('downtier: bad input', function () {
  this.timeout(PROCESS_TIMEOUT_MS);

  before(async () => {
    server = await startSampleServer({
      models: [faithfulModel('gpt-4o'), strayingModel('gpt-4o-mini', 10)],
      apiKey: KEY,
      onRequest: (record) => requests.push(record),
    });
  });
  after(async () => {
    await server.close();
    removeProfileFolders();
  });

  describe('bad prompt files', () => {
    refuses([
      { name: 'missing', argv: withPrompt('nope.prompty'), says: ['~/nope.prompty does not exist'] },
      {
        name: 'a folder',
        argv: (folder) => {
          mkdirSync(folder.file('dir.prompty'));
          return withPrompt('dir.prompty')(folder);
        },
        says: ['~/dir.prompty cannot be read'],
      },
      {
        name: 'binary',
        argv: withPrompt('picture.prompty', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0xff)),
        says: ['~/picture.prompty', 'UTF-8'],
      },
      {
        name: 'text with a NUL',
        argv: withPrompt('nul.prompty', 'user:\n{{text}}\0'),
        says: ['~/nul.prompty:2: ', 'not a text file'],
      },
      {
        name: 'Latin-1',
        argv: withPrompt('latin.txt', Buffer.from('Überschrift: {{text}}', 'latin1')),
        says: ['~/latin.txt is not UTF-8'],
      },
      {
        name: 'a tag left open names file and line',
        argv: withPrompt('open.prompty', '---\nname: x\n---\nuser:\n{{text\n'),
        says: ['~/open.prompty:5: '],
      },
      {
        name: 'broken YAML names file and line',
        argv: withPrompt('yaml.prompty', '---\nname: x\nmodel: [a\n---\nuser:\n{{text}}\n'),
        says: [/~\/yaml\.prompty:[34]: The YAML cannot be read/],
      },
      {
        name: 'no variable: every row would ask the same',
        argv: withPrompt('fixed.txt', 'Say hello.'),
        says: ['~/fixed.txt uses no variable', '~/rows.csv', '{{name}}', 'text'],
      },
      { name: 'none given', argv: () => ['profile', ...MODELS], says: ['Name a prompt file', '--recording'] },
    ]);
  });

  describe('bad datasets', () => {
    refuses([
      { name: 'missing', argv: withData('nope.csv'), says: ['~/nope.csv does not exist'] },
      {
        name: 'a folder',
        argv: (folder) => {
          mkdirSync(folder.file('dir.csv'));
          return withData('dir.csv')(folder);
        },
        says: ['~/dir.csv cannot be read'],
      },
      { name: 'an unknown format', argv: withData('rows.xls', 'x'), says: ['~/rows.xls', '.jsonl'] },
      {
        name: 'not UTF-8',
        argv: withData('latin.csv', Buffer.from('text\nä\n', 'latin1')),
        says: ['~/latin.csv', 'line 2'],
      },
      {
        name: 'Parquet by name only',
        argv: withData('rows.parquet', 'text\na\n'),
        says: ['~/rows.parquet is no Parquet file'],
      },
      {
        name: 'Parquet that is cut short',
        argv: withData('cut.parquet', parquetBytes('sort').subarray(0, 900)),
        says: ['~/cut.parquet is cut short'],
      },
      {
        name: 'Parquet in a codec that is not read',
        argv: withData('lzo.parquet', parquetBytes('lzo')),
        says: ['~/lzo.parquet: column "text" is compressed with LZO', 'ZSTD'],
      },
      {
        name: "Parquet without the prompt's column",
        argv: withData('types.parquet', parquetBytes('types')),
        says: ['uses the variable "text"', '"small", "safe"'],
      },
      { name: 'empty', argv: withData('empty.csv', ''), says: ['~/empty.csv holds no rows'] },
      { name: 'a header alone', argv: withData('head.csv', 'text,expected\n'), says: ['~/head.csv holds no rows'] },
      { name: 'an empty list', argv: withData('none.json', '[]'), says: ['~/none.json holds no rows'] },
      {
        name: 'all rows malformed (JSON lines)',
        argv: withData('bad.jsonl', '\n{"text"\noops\n'),
        says: ['~/bad.jsonl', 'None of its 2 rows', 'line 2'],
      },
      {
        name: 'all rows malformed (CSV)',
        argv: withData('bad.csv', 'text,expected\na,b,c\n\nd\n'),
        says: ['~/bad.csv', 'None of its 2 rows', 'line 2'],
      },
      {
        name: "without the prompt's variable",
        argv: withData('other.csv', 'ticket,plan\na,b\n'),
        says: ['"text"', '~/sort.prompty', '"ticket", "plan"'],
      },
      {
        name: 'none given and none in the prompt',
        argv: (folder) => ['profile', folder.prompt, ...MODELS],
        says: ['no dataset', '~/sort.prompty', '--data'],
      },
    ]);

    it('runCli: one row is profiled and keeps the reference', async () => {
      for (const scope of ['stream', 'batch']) {
        const folder = profileFolder({ rows: 1 });
        const argv = usual('--method', 'smart', '--scope', scope, '--json')(folder);
        const { code, out } = await run(folder, argv);
        assert.equal(code, 0);
        const result = JSON.parse(out) as { items: number; recommendation: { kind: string } };
        assert.equal(result.items, 1);
        assert.equal(result.recommendation.kind, 'reference');
        assert.ok(folder.hasConfig());
      }
    });

    it('runCli: some malformed rows are passed over with a warning that names their lines', async () => {
      const folder = profileFolder();
      const argv = withData('some.jsonl', '{"text":"bug ticket 1"}\noops\n{"text":"bug ticket 2"}\n')(folder);
      const { code, err } = await run(folder, argv);
      assert.equal(code, 0);
      assert.match(err, /Warning: ~\/some\.jsonl:2: /);
    });
  });

  describe('bad model choices', () => {
    const idForms = 'openai/MODEL, anthropic/MODEL, sample/MODEL';
    const badIds: readonly (readonly [id: string, why: string])[] = [
      ['gpt-4o', 'did you mean openai/gpt-4o?'],
      ['openai/', 'starts with no provider'],
      ['mistral/large', 'starts with no provider'],
      ['openai gpt', 'white space'],
      ['compatible:box', 'a server and a model'],
      ['compatible:openai/gpt-4o', 'cannot be the name'],
    ];
    refuses([
      ...badIds.map(([id, why]) => ({
        name: `model id "${id}"`,
        argv: withModels(`${REFERENCE},${id}`, REFERENCE),
        says: [`"${id}" is not a model id`, why, idForms],
      })),
      { name: 'an empty model id', argv: withModels(`${REFERENCE},`, REFERENCE), says: ['--models', 'commas'] },
      { name: 'a bad reference id', argv: withModels(REFERENCE, 'gpt-4o'), says: ['"gpt-4o" is not a model id'] },
      {
        name: 'no --models',
        argv: (folder) => ['profile', folder.prompt, '--data', folder.data],
        says: ['--models A,B'],
      },
      {
        name: 'reference not among the models',
        argv: withModels('openai/gpt-4o-mini', REFERENCE),
        says: [REFERENCE, 'not among the models (openai/gpt-4o-mini)', '--reference'],
      },
      {
        name: 'the reference alone',
        argv: withModels(REFERENCE, REFERENCE),
        says: [REFERENCE, 'at least one other model'],
      },
      {
        name: 'a sample model that there is none of',
        argv: withModels(`${REFERENCE},sample/huge`, REFERENCE),
        says: ['the price of sample/huge is not known', 'spelling'],
      },
      {
        name: 'no reference given, and the prompt names no model',
        argv: (folder) => ['profile', folder.file('p.txt', '{{text}}'), '--data', folder.data, '--models', REFERENCE],
        says: ['no reference model', '~/p.txt', '--reference'],
      },
      { name: 'no key', argv: usual(), env: {}, says: ['no API key for openai', 'OPENAI_API_KEY'] },
      {
        name: 'no key for one of several providers',
        argv: withModels(`${REFERENCE},anthropic/claude-3-5-haiku-latest`, REFERENCE),
        says: ['no API key for anthropic', 'ANTHROPIC_API_KEY'],
      },
      {
        name: 'plain http to another machine',
        argv: usual(),
        env: { OPENAI_BASE_URL: 'http://example.org/v1', OPENAI_API_KEY: KEY },
        says: ['plain http to example.org', 'https', 'OPENAI_BASE_URL'],
      },
      {
        name: 'plain http to another machine with --endpoint',
        argv: (folder) => {
          const prices = folder.file('prices.json', '{"models": {"compatible:box/q": {"USDPerSecond": 0.001}}}');
          const models = withModels(`${REFERENCE},compatible:box/q`, REFERENCE)(folder);
          return [...models, '--prices', prices, '--endpoint', 'box=http://192.0.2.1:8080/v1'];
        },
        says: ['plain http to 192.0.2.1:8080'],
      },
      {
        name: 'a compatible server without an address',
        argv: (folder) => {
          const prices = folder.file('prices.json', '{"models": {"compatible:box/q": {"USDPerSecond": 0.001}}}');
          return [...withModels(`${REFERENCE},compatible:box/q`, REFERENCE)(folder), '--prices', prices];
        },
        says: ['base URL of box', 'BOX_BASE_URL'],
      },
      {
        name: 'the judge is one of the models',
        argv: usual('--equivalence', 'judge', '--judge', 'openai/gpt-4o-mini'),
        says: ['The judge openai/gpt-4o-mini', 'neither the reference nor'],
      },
      { name: 'no judge', argv: usual('--equivalence', 'judge'), says: ['--judge'] },
      {
        name: 'labels without labels',
        argv: (folder) => [...withData('plain.csv', 'text\nbug ticket 1\n')(folder), '--equivalence', 'label'],
        says: ['--labels', 'expected'],
      },
    ]);

    it('runCli: a password in a base URL is refused and never shown', async () => {
      const folder = profileFolder();
      const env = { OPENAI_BASE_URL: 'https://me:hunter2@example.org/v1', OPENAI_API_KEY: KEY };
      const outcome = await run(folder, usual()(folder), env);
      assertRefused(outcome, { says: ['user name or password', 'OPENAI_BASE_URL'] });
      assert.ok(!outcome.err.includes('hunter2'));
    });
  });

  describe('bad flags', () => {
    const share = 'a share strictly between 0 and 1';
    const badValues: readonly (readonly [flag: string, value: string, what: string])[] = [
      ...['0', '1', '-0.1', '1.5', '5%', 'NaN', ''].map((value) => ['--delta', value, share] as const),
      ...['0', '1', '95', 'high', 'Infinity'].map((value) => ['--confidence', value, share] as const),
      ['--max-spend', '-1', 'an amount in USD'],
      ['--max-spend', '$5', 'an amount in USD'],
      ['--volume', '0', 'a whole number, at least 1'],
      ['--seed', '1.5', 'a whole number, at least 0'],
      ['--self-check', '-1', 'a whole number, at least 0'],
      ['--concurrency', '0', 'a whole number, at least 1'],
      ['--profile-items', 'all', 'a whole number, at least 1'],
      ['--timeout', '0', 'a number of seconds, above 0'],
      ['--method', 'clever', 'smart-mix'],
      ['--scope', 'all', 'stream, batch'],
      ['--equivalence', 'close', 'exact, label, numeric, json, judge'],
      ['--labels', 'a,,b', 'separated by commas'],
      ['--endpoint', 'box', 'NAME=URL'],
    ];
    refuses([
      ...badValues.map(([flag, value, what]) => ({
        name: `${flag} "${value}"`,
        argv: usual(`${flag}=${value}`),
        says: [flag, what, `"${value}"`],
      })),
      { name: 'an unknown flag', argv: usual('--frobnicate'), says: ["unknown option '--frobnicate'"] },
      { name: 'a flag without its value', argv: usual('--out'), says: ['--out', 'argument missing'] },
      { name: 'an unknown command', argv: () => ['frobnicate'], says: ["unknown command 'frobnicate'"] },
      { name: 'no command', argv: () => [], says: ['Usage: downtier'] },
      { name: 'too many arguments', argv: usual('another.prompty'), says: ['too many arguments'] },
    ]);
  });

  describe('bad prices and caps', () => {
    refuses([
      {
        name: 'a cap of nothing',
        argv: usual('--max-spend', '0'),
        says: ['cap of $0', 'even one item', '--max-spend'],
      },
      {
        name: 'a cap too small for one item',
        argv: usual('--max-spend', '0.0001'),
        says: ['cap of $0.0001', 'even one item', 'all 2 models', '--max-spend'],
      },
      {
        name: 'a cap that one call fits under but not one item',
        argv: usual('--max-spend', '0.000994'),
        says: ['even one item'],
      },
      {
        name: "the reference's price is unknown",
        argv: withModels(`${REFERENCE},openai/never-heard-of`, 'openai/never-heard-of'),
        says: ['The price of openai/never-heard-of is unknown', '--prices', 'inputUSDPer1M'],
      },
      {
        name: 'a price file that is missing',
        argv: usual('--prices', '~/nope.json'),
        says: ['price file ~/nope.json'],
      },
      {
        name: 'a price file that is no JSON',
        argv: (folder) => [...usual()(folder), '--prices', folder.file('prices.json', '{\n"models": {\n]')],
        says: ['price file cannot be used', /~\/prices\.json:[23]: this is not JSON/],
      },
      {
        name: 'a price file with a negative price',
        argv: (folder) => {
          const prices = `{"models": {\n"${REFERENCE}":\n{"inputUSDPer1M": -1, "outputUSDPer1M": 1}}}`;
          return [...usual()(folder), '--prices', folder.file('prices.json', prices)];
        },
        says: ['~/prices.json:3: ', 'inputUSDPer1M'],
      },
    ]);

    it('runCli: a candidate whose price is unknown is left out, and that is said', async () => {
      const folder = profileFolder();
      const argv = [
        ...withModels(`${REFERENCE},openai/gpt-4o-mini,openai/never-heard-of`, REFERENCE)(folder),
        '--json',
      ];
      requests.length = 0;
      const { code, out, err } = await run(folder, argv);
      assert.equal(code, 0);
      assert.match(err, /Warning: The price of openai\/never-heard-of is unknown.*left out/);
      const { models } = JSON.parse(out) as {
        models: { id: string; items: number; costPerCallUSD: unknown; status: string }[];
      };
      const unpriced = models.find(({ id }) => id === 'openai/never-heard-of');
      assert.deepEqual([unpriced?.items, unpriced?.costPerCallUSD, unpriced?.status], [0, null, 'unpriced']);
      const asked = new Set(requests.map(({ body }) => (body as { model: string }).model));
      assert.deepEqual([...asked].sort(), ['gpt-4o', 'gpt-4o-mini']);
    });
  });

  describe('bad places to write', () => {
    refuses([
      { name: 'a folder that does not exist', argv: usual('--out', '~/no/x.json'), says: ['~/no/x.json', '--out'] },
      { name: 'a path under a file', argv: usual('--out', '~/rows.csv/x.json'), says: ['~/rows.csv/x.json', '--out'] },
      { name: 'a folder', argv: usual('--out', '~'), says: ['it is not a file', '--out'] },
      { name: 'the prompt itself', argv: usual('--out', '~/sort.prompty'), says: ['~/sort.prompty', 'overwrite'] },
      { name: 'the dataset itself', argv: usual('--out', '~/rows.csv'), says: ['~/rows.csv', 'overwrite'] },
      {
        name: 'the dataset by another name',
        argv: (folder) => {
          symlinkSync(folder.data, folder.file('link.json'));
          return usual('--out', '~/link.json')(folder);
        },
        says: ['~/link.json', 'overwrite'],
      },
      { name: 'a journal under a file', argv: usual('--journal', '~/rows.csv/j'), says: ['The journal ~/rows.csv/j/'] },
    ]);

    it('runCli: a config path that turns bad meanwhile fails at the end, leaves no draft, and costs nothing the second time', async () => {
      const folder = profileFolder();
      const sent = server.requests;
      const first = await cliRun(usual('--yes')(folder), {
        env: environment(),
        clock: {
          // The first thing the run does after its checks: somebody puts a folder where the config should go.
          now: () => {
            mkdirSync(join(folder.config, 'full'), { recursive: true });
            return 0;
          },
          sleep: () => Promise.resolve(),
        },
      });
      assert.equal(first.code, 2);
      assert.match(first.err, /routing config cannot be written/);
      assert.equal(server.requests - sent, 80);
      assert.deepEqual(
        filesOf(folder).filter((name) => name.endsWith('.tmp')),
        [],
      );
      const second = await run(folder, usual('--out', '~/elsewhere.json')(folder));
      assert.equal(second.code, 0);
      assert.equal(server.requests - sent, 80);
    });
  });

  describe('bad journals', () => {
    it('runCli: a full disk stops the profile before anything is sent', async function () {
      if (!existsSync('/dev/full')) return this.skip();
      const folder = profileFolder();
      mkdirSync(dirname(folder.journal));
      symlinkSync('/dev/full', folder.journal);
      const sent = server.requests;
      const outcome = await run(folder, usual()(folder));
      assertRefused(outcome, {
        code: 1,
        says: ['The journal ~/.downtier/', 'ENOSPC', '--journal', 'nothing paid for is paid again'],
      });
      assert.equal(server.requests, sent);
      assert.ok(!folder.hasConfig());
    });

    it('runCli: a disk that fills up in the middle keeps what was written, and the next run goes on from there', async () => {
      const folder = profileFolder();
      requests.length = 0;
      const argv = usual('--json')(folder);
      // Files of this process may not grow beyond 8 blocks (4 or 8 KiB); the write that would is cut short, as on a full disk.
      const child = startCli(argv, { cwd: folder.path, env: environment(), shellPrefix: 'trap "" XFSZ; ulimit -f 8' });
      const { code, out, err } = await child.ended;
      assert.equal(code, 1, err);
      assert.equal(out, '');
      assert.match(err, /The journal .* cannot be written \(EFBIG/);
      assert.ok(!folder.hasConfig());
      assert.equal(statSync(folder.journal).size % 4096, 0, 'the last write was to be cut short');
      const kept = answeredIn(folder.journalLines());
      assert.ok(kept > 0 && kept < 80);
      const paidBefore = requests.length;
      const rerun = await run(folder, argv);
      assert.equal(rerun.code, 0);
      assert.equal(requests.length - paidBefore, 80 - kept);
      assert.equal(answeredIn(folder.journalLines()), 80);
    });

    it('runCli: a journal in the place of which there is a folder', async () => {
      const folder = profileFolder();
      mkdirSync(folder.journal, { recursive: true });
      const sent = server.requests;
      assertRefused(await run(folder, usual()(folder)), { says: ['The journal ~/.downtier/', 'EISDIR'] });
      assert.equal(server.requests, sent);
    });

    it('runCli: a damaged line is named, and the journal is left as it is', async () => {
      const folder = profileFolder();
      assert.equal((await run(folder, usual()(folder))).code, 0);
      const lines = folder.journalLines();
      lines[2] = `${lines[2]?.slice(0, 40)}`;
      writeFileSync(folder.journal, `${lines.join('\n')}\n`);
      const sent = server.requests;
      const outcome = await run(folder, usual('--json')(folder));
      assertRefused(outcome, { says: ['sort.prompty.journal.jsonl:3 ', 'mend or remove'] });
      assert.equal(server.requests, sent);
      assert.deepEqual(folder.journalLines(), lines);
    });

    it('runCli: a journal that another living process holds', async () => {
      const folder = profileFolder();
      mkdirSync(dirname(folder.journal));
      writeFileSync(`${folder.journal}.lock`, '1');
      const sent = server.requests;
      assertRefused(await run(folder, usual()(folder)), { says: ['process 1 holds ~/.downtier/', '.lock'] });
      assert.equal(server.requests, sent);
      assert.equal(readFileSync(`${folder.journal}.lock`, 'utf8'), '1');
      assert.ok(!folder.hasConfig());
    });

    it('runCli: a journal that a profile of this very process holds', async () => {
      const folder = profileFolder();
      const sent = server.requests;
      const argv = usual('--json')(folder);
      const outcomes = await Promise.all([run(folder, argv), run(folder, argv)]);
      assert.deepEqual(new Set(outcomes.map(({ code }) => code)), new Set([0, 2]));
      assert.match(outcomes.find(({ code }) => code === 2)?.err ?? '', /Another run is using this journal/);
      assert.equal(server.requests - sent, 80);
    });

    it('runCli: the lock of a process that is gone is taken over', async () => {
      const folder = profileFolder();
      mkdirSync(dirname(folder.journal));
      const { pid } = spawnSync(process.execPath, ['--eval', '']);
      writeFileSync(`${folder.journal}.lock`, String(pid));
      assert.equal((await run(folder, usual()(folder))).code, 0);
      assert.ok(!existsSync(`${folder.journal}.lock`));
    });
  });

  function answeredIn(lines: readonly string[]): number {
    return lines.filter((line) => (JSON.parse(line) as { type: string }).type === 'answered').length;
  }

  describe('refusals of the provider', () => {
    it('runCli: a wrong key (401)', async () => {
      const folder = profileFolder();
      const sent = server.requests;
      const outcome = await run(folder, usual()(folder), { ...environment(), OPENAI_API_KEY: 'sk-wrong-0123456789' });
      assertRefused(outcome, { code: 1, says: ['openai did not accept the key', 'OPENAI_API_KEY', '401'] });
      assert.ok(!outcome.err.includes('sk-wrong'));
      assert.ok(server.requests - sent <= 20, 'it went on after the first round');
      assert.ok(!folder.hasConfig());
    });

    it('runCli: a model that the provider does not know (404); what the others answered is not paid again', async () => {
      const folder = profileFolder();
      requests.length = 0;
      const outcome = await run(folder, withModels(`${REFERENCE},openai/gpt-4.1-nano`, REFERENCE)(folder));
      assertRefused(outcome, { code: 1, says: ['does not know the model openai/gpt-4.1-nano', '404'] });
      assert.ok(!folder.hasConfig());
      const kept = answeredIn(folder.journalLines());
      assert.ok(kept > 0, 'the reference had answered');
      assert.equal((await run(folder, usual()(folder))).code, 0);
      assert.deepEqual(
        requests.filter(({ body }) => (body as { model: string }).model === 'gpt-4o').length,
        40,
        'every row was asked of the reference once in both runs together',
      );
    });

    it('runCli: a server that is not there is given up on after ten calls, not after the last row', async () => {
      const gone = await startSampleServer();
      await gone.close();
      const folder = profileFolder();
      const clock = new FakeClock();
      const env = { OPENAI_BASE_URL: `${gone.url}/v1`, OPENAI_API_KEY: KEY };
      const outcome = await cliRun(usual()(folder), { env, clock });
      assertRefused(outcome, {
        code: 1,
        says: ['failed 10 calls in a row', gone.url, 'ECONNREFUSED', 'Is the server running'],
      });
      assert.ok(clock.sleeps.length <= 2 * 10 * 4, `${clock.sleeps.length} waits: it went on to other rows`);
      assert.ok(!folder.hasConfig());
    });

    it('runCli: the same with fewer rows than that', async () => {
      const gone = await startSampleServer();
      await gone.close();
      const folder = profileFolder({ rows: 4 });
      const outcome = await run(folder, usual()(folder), { OPENAI_BASE_URL: `${gone.url}/v1`, OPENAI_API_KEY: KEY });
      assertRefused(outcome, { code: 1, says: [REFERENCE, 'no answer to any of the 4 rows'] });
      assert.ok(!folder.hasConfig());
    });

    it('runCli: a candidate that refuses every row ends the profile with its reason; what the others answered is kept', async () => {
      const requested: string[] = [];
      let mended = false;
      const refusing = await startSampleServer({
        models: [faithfulModel('gpt-4o'), strayingModel('gpt-4o-mini', 10)],
        onRequest: ({ body }) => requested.push((body as { model: string }).model),
        faults: (_, { body }) =>
          (body as { model: string }).model === 'gpt-4o-mini' && !mended ? { kind: 'error', status: 400 } : undefined,
      });
      const folder = profileFolder();
      const env = { OPENAI_BASE_URL: `${refusing.url}/v1` };
      const outcome = await run(folder, usual()(folder), env);
      assertRefused(outcome, {
        code: 1,
        says: ['openai/gpt-4o-mini failed 10 calls in a row', 'refused the request (400: '],
      });
      assert.ok(!folder.hasConfig());
      assert.equal(requested.filter((model) => model === 'gpt-4o').length, 10);
      mended = true;
      const second = await run(folder, usual()(folder), env);
      await refusing.close();
      assert.equal(second.code, 0);
      assert.equal(requested.filter((model) => model === 'gpt-4o').length, 40);
    });
  });

  describe('bad recordings', () => {
    /** A copy of the recording with its second item replaced. */
    const spoilt = (line: string) => (folder: ProfileFolder) => {
      mkdirSync(folder.file('rec'));
      copyFileSync(join(tiny, 'meta.json'), folder.file('rec/meta.json'));
      const lines = readFileSync(join(tiny, 'items.jsonl'), 'utf8').split('\n');
      folder.file('rec/items.jsonl', lines.with(1, line).join('\n'));
      return ['profile', '--recording', folder.file('rec')];
    };
    const ofTiny =
      (...more: string[]) =>
      () => ['profile', '--recording', tiny, ...more];
    refuses([
      {
        name: 'missing folder',
        argv: (f) => ['profile', '--recording', f.file('nope')],
        says: ['~/nope/meta.json', 'cannot be read'],
      },
      {
        name: 'a file',
        argv: (f) => ['profile', '--recording', f.data],
        says: ['~/rows.csv/meta.json', 'cannot be read'],
      },
      {
        name: 'without items',
        argv: (folder) => {
          mkdirSync(folder.file('rec'));
          copyFileSync(join(tiny, 'meta.json'), folder.file('rec/meta.json'));
          return ['profile', '--recording', folder.file('rec')];
        },
        says: ['~/rec/items.jsonl', 'cannot be read'],
      },
      {
        name: 'a line that is no JSON',
        argv: spoilt('{"id": "t1", '),
        says: ['~/rec/items.jsonl:2: is not valid JSON'],
      },
      {
        name: 'a line of another shape',
        argv: spoilt('{"id": "t1", "models": {"big": {"answer": "x", "costUSD": -1}}}'),
        says: ['~/rec/items.jsonl:2: ', 'models.big.costUSD'],
      },
      {
        name: 'an unknown model',
        argv: ofTiny('--models', 'big,huge'),
        says: ['no answers of huge', 'small, middle, big'],
      },
      { name: 'an unknown reference', argv: ofTiny('--reference', 'huge'), says: ['no answers of huge'] },
      {
        name: 'reference not among the models',
        argv: ofTiny('--models', 'small,middle', '--reference', 'big'),
        says: ['big is not among the models (small, middle)'],
      },
      { name: 'the reference alone', argv: ofTiny('--models', 'big'), says: ['Only the reference big'] },
      { name: 'a judge', argv: ofTiny('--equivalence', 'judge'), says: ['--equivalence judge', 'recording'] },
      { name: 'delta out of range', argv: ofTiny('--delta', '1'), says: ['--delta', '"1"'] },
      {
        name: 'its own items as the config',
        argv: ofTiny('--out', join(tiny, 'items.jsonl')),
        says: ['items.jsonl', 'overwrite'],
      },
    ]);
  });

  describe('what may not be read or written', () => {
    const closed: readonly (readonly [name: string, path: (folder: ProfileFolder) => string, says: string])[] = [
      ['the prompt', (folder) => folder.prompt, '~/sort.prompty cannot be read'],
      ['the dataset', (folder) => folder.data, '~/rows.csv cannot be read'],
      ["the config's folder", (folder) => folder.path, 'routing config cannot be written to ~/sort.cascade.json'],
    ];
    for (const [name, path, says] of closed) {
      it(`runCli: ${name}`, async function () {
        // The system's administrator may read and write everything.
        if (process.getuid?.() === 0) return this.skip();
        const folder = profileFolder();
        chmodSync(path(folder), path(folder) === folder.path ? 0o500 : 0);
        const sent = server.requests;
        const outcome = await run(folder, usual()(folder));
        chmodSync(path(folder), 0o700);
        assertRefused(outcome, { says: [says] });
        assert.equal(server.requests, sent);
        assert.ok(!folder.hasConfig());
      });
    }
  });

  describe('downtier as a process of its own', () => {
    const cases: readonly (BadCase & { readonly sends?: true })[] = [
      { name: 'an unknown command', argv: () => ['frobnicate'], says: ["unknown command 'frobnicate'"] },
      { name: 'a missing prompt', argv: withPrompt('nope.prompty'), says: ['does not exist'] },
      { name: 'a cap of nothing', argv: usual('--max-spend', '0'), says: ['even one item'] },
      {
        name: 'a wrong key',
        argv: usual(),
        env: { OPENAI_API_KEY: 'sk-wrong-0123456789' },
        code: 1,
        says: ['OPENAI_API_KEY', '401'],
        sends: true,
      },
    ];
    for (const { name, argv, env, sends, ...expected } of cases) {
      it(`downtier: ${name}`, async () => {
        const folder = profileFolder();
        const sent = server.requests;
        const { code, out, err } = await startCli(argv(folder), { cwd: folder.path, env: { ...environment(), ...env } })
          .ended;
        assertRefused({ code: code as 1 | 2, out, err }, expected);
        assert.equal(server.requests > sent, sends === true);
        assert.ok(!folder.hasConfig());
      });
    }
  });
});
