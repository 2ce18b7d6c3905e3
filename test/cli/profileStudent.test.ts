import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRandom } from '../../src/core/random.ts';
import { readRoutingConfig } from '../../src/core/routing/readRoutingConfig.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { faithfulModel, strayingModel } from '../support/cannedModels.ts';
import { cliRun } from '../support/cliRun.ts';
import { type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';

interface StudentJson {
  readonly file?: string;
  readonly delta: number;
  readonly items: number;
  readonly keptShare: number;
  readonly verdict: string;
  readonly windows: readonly { readonly items: number }[];
  readonly promise: { readonly delta: number; readonly confidence: number };
  readonly written: boolean;
}

const servers: SampleServer[] = [];

/** Two labels, each told by a word; a model that differs on one row in twenty, which leaves it open whether it does on more than 5 % to the last row. */
function recordingIn(folder: ProfileFolder, rows: number): string {
  const random = createRandom(3);
  const labels = ['billing', 'login'];
  const items = Array.from({ length: rows }, (_, index) => {
    const label = labels[random.integer(2)] ?? '';
    const models = {
      small: { answer: index % 20 === 0 ? 'other' : label, costUSD: 0.001 },
      large: { answer: label, costUSD: 0.01 },
    };
    return { id: `t${index}`, input: `the ${label} again, number ${index}`, models };
  });
  mkdirSync(folder.file('rec'));
  folder.file(
    'rec/meta.json',
    JSON.stringify({ reference: 'large', models: { small: {}, large: {} }, labelSet: labels }),
  );
  folder.file('rec/items.jsonl', items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  return folder.file('rec');
}

const recorded = (folder: ProfileFolder, rows: number, ...more: string[]) => [
  ...'profile --method smart-all --student-delta 0.1 --recording'.split(' '),
  recordingIn(folder, rows),
  '--out',
  folder.config,
  ...more,
];

const configIn = ({ config }: ProfileFolder) => readRoutingConfig(config, readFileSync(config, 'utf8'));

async function studentOf(argv: readonly string[], env = {}): Promise<StudentJson | null> {
  const { code, out, err } = await cliRun([...argv, '--json'], { env });
  assert.equal(code, 0, err);
  return (JSON.parse(out) as { readonly student: StudentJson | null }).student;
}

after(async () => {
  await Promise.all(servers.map((server) => server.close()));
  removeProfileFolders();
});

describe('downtier profile: a student', () => {
  it('is projected and, unless it is asked for, stays out of the config', async () => {
    const folder = profileFolder();
    const student = await studentOf(recorded(folder, 1500));
    assert.ok(student);
    assert.deepEqual([student.items, student.delta, student.verdict, student.written], [1500, 0.1, 'answers', false]);
    assert.ok(student.keptShare > 0.2, `${student.keptShare}`);
    assert.equal(student.windows.at(-1)?.items, 1500);
    assert.deepEqual(student.promise, { delta: 0.15, confidence: 0.9 });
    assert.equal(configIn(folder).student, undefined);
  });

  it('is put into the config by --student, with what was projected', async () => {
    const folder = profileFolder();
    const student = await studentOf(recorded(folder, 1500, '--student'));
    const { student: section, evidence } = configIn(folder);
    assert.deepEqual(section, { file: 'sort.student.json', delta: 0.1, confidence: 0.95 });
    assert.deepEqual([student?.written, student?.file], [true, 'sort.student.json']);
    assert.equal(evidence.student?.keptShare, student?.keptShare);
  });

  it('is told to people in plain sentences', async () => {
    const { out } = await cliRun(recorded(profileFolder(), 1500));
    assert.match(
      out,
      /A student in front, as projected from these answers \(no promise\): 1,500 answers replayed: the student would have given \d/,
    );
    assert.match(
      out,
      /at most 15 % of answers differ from large's, with 90 % confidence.*downtier profile --student puts it into the config/,
    );
    const { out: few } = await cliRun(recorded(profileFolder(), 300, '--student'));
    assert.match(few, /300 answers replayed: too few to say .* nothing before input 700/);
    assert.match(few, /It is in the config; what it learns goes into sort\.student\.json beside it\./);
  });

  it('is tried on what was paid for: nothing more is asked', async () => {
    let calls = 0;
    const models = [faithfulModel('gpt-4o'), strayingModel('gpt-4o-mini', 10)];
    const server = await startSampleServer({ models, apiKey: 'sk', onRequest: () => calls++ });
    servers.push(server);
    const folder = profileFolder();
    const ids = ['--models', 'openai/gpt-4o-mini,openai/gpt-4o', '--reference', 'openai/gpt-4o'];
    const argv = ['profile', folder.prompt, '--data', folder.data, ...ids, '--self-check', '0', '--yes'];
    const env = { OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: 'sk' };
    const student = await studentOf([...argv, '--student'], env);
    assert.ok(student && 0 < student.items && student.items <= 40, JSON.stringify(student));
    assert.equal(student.verdict, 'too few items');
    assert.equal(configIn(folder).student?.delta, 0.02);
    assert.equal(calls, folder.journalLines().filter((line) => line.includes('"answered"')).length);
  });

  it('is not spoken of where outputs are no labels, nor for a finite dataset', async () => {
    const others = [
      ['--equivalence', 'exact'],
      ['--scope', 'batch'],
    ];
    for (const more of others) {
      const folder = profileFolder();
      const argv = recorded(folder, 60, ...more);
      const { code, err } = await cliRun([...argv, '--student']);
      assert.equal(code, 2);
      assert.match(err, /--student needs outputs that are compared by two labels or more, and --scope stream/);
      assert.equal(folder.hasConfig(), false);
      assert.equal(await studentOf(argv), null);
    }
  });

  it('is not put into the config, and that is said, where it had its time and learned nothing, or there is nothing to try it on', async () => {
    const learnsNothing = profileFolder();
    const told = await cliRun(
      recorded(learnsNothing, 800, '--student', '--labels', 'yes,no', '--equivalence', 'label'),
    );
    assert.match(told.err, /No student was put into the config: on these rows it had its time and never answered\./);
    assert.match(told.out, /would have answered none of them/);
    const unread = profileFolder();
    const argv = recorded(unread, 60, '--student');
    const rows = readFileSync(unread.file('rec/items.jsonl'), 'utf8').replaceAll(/"input":"[^"]*",/g, '');
    unread.file('rec/items.jsonl', rows);
    assert.match((await cliRun(argv)).err, /No student was put into the config: there is no row whose input/);
    for (const folder of [learnsNothing, unread]) assert.equal(configIn(folder).student, undefined);
  });

  it('needs a config to be put into', async () => {
    const argv = ['profile', '--recording', recordingIn(profileFolder(), 60), '--student'];
    const { code, err } = await cliRun(argv);
    assert.equal(code, 2);
    assert.match(err, /say where with --out FILE/);
  });
});
