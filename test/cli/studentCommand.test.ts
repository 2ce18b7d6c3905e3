import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRandom } from '../../src/core/random.ts';
import { readRoutingConfig } from '../../src/core/routing/readRoutingConfig.ts';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import { BIG, cascadeConfig, cascadeFolder, cascadeStages, NANO, stageFor } from '../support/cascadeFolder.ts';
import { cliRun } from '../support/cliRun.ts';
import { type ProfileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const labels = ['billing', 'login'] as const;
const words = { billing: ['invoice', 'refund'], login: ['password', 'locked'] };

const random = createRandom(3);
const stream = Array.from({ length: 2400 }, (_, index) => {
  const label = labels[random.integer(2)] ?? 'login';
  return { text: `${words[label][random.integer(2)] ?? ''} again, number ${index}`, label };
});

function folderFor(parts: Partial<RoutingConfig> = {}): ProfileFolder {
  const equivalence = { name: 'label', reason: 'asked for', labels: [...labels] };
  const evidence = { ...cascadeConfig().evidence, equivalence };
  return cascadeFolder({ kind: 'reference', stages: [stageFor(BIG)], evidence, ...parts });
}

const configIn = ({ config }: ProfileFolder) => readRoutingConfig(config, readFileSync(config, 'utf8'));

/** As `apply` writes them; the last row has no answer. */
function answersIn(folder: ProfileFolder): string {
  const rows = stream.map(({ text, label }, row) => ({
    row,
    input: { text },
    output: label,
    model: BIG,
    costUSD: 0.01,
  }));
  const failed = { row: stream.length, input: { text: 'x' }, output: null, model: null, costUSD: null, error: 'no' };
  return folder.file('answers.jsonl', [...rows, failed].map((row) => `${JSON.stringify(row)}\n`).join(''));
}

interface StudentJson {
  readonly student: {
    readonly items: number;
    readonly keptShare: number;
    readonly lateKeptShare: number;
    readonly deviationShare: number;
    readonly costShare?: number;
    readonly windows: readonly { readonly items: number; readonly shares: number[]; readonly agreement: number }[];
    readonly promise: { readonly delta: number; readonly confidence: number };
  };
  readonly configFile: string | null;
}

after(removeProfileFolders);

describe('downtier student', () => {
  it('replays the answers of apply, says what it would save, and writes the section with the projection', async () => {
    const folder = folderFor();
    const argv = ['student', folder.config, '--answers', answersIn(folder), '--delta', '0.1', '--json'];
    const { code, out, err } = await cliRun(argv);
    assert.deepEqual([code, err], [0, '']);
    const { student, configFile } = JSON.parse(out) as StudentJson;
    assert.equal(configFile, folder.config);
    assert.equal(student.items, 2400);
    assert.ok(student.keptShare > 0.2 && student.lateKeptShare > student.keptShare, JSON.stringify(student));
    assert.ok(student.deviationShare <= 0.1);
    assert.ok(Math.abs((student.costShare ?? 0) - (1 - student.keptShare)) < 1e-6, 'all answers cost the same here');
    assert.deepEqual(student.promise, { delta: 0.15, confidence: 0.9 });
    assert.equal(student.windows.at(-1)?.items, 2400);
    for (const { shares } of student.windows) assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-6);
    const config = configIn(folder);
    assert.deepEqual(config.student, { file: 'sort.student.json', delta: 0.1, confidence: 0.95 });
    const { keptShare, lateKeptShare, deviationShare, costShare, items } = student;
    assert.deepEqual(config.evidence.student, { items, keptShare, lateKeptShare, deviationShare, costShare });
    assert.deepEqual((await cliRun(argv)).out, out, 'the same every time');
  });

  it('shows a table and both promises', async () => {
    const folder = folderFor();
    const { out } = await cliRun(['student', folder.config, '--answers', answersIn(folder), '--delta', '0.1']);
    assert.match(out, /^2,400 answers replayed: the student would have given [\d.]+ % of them/);
    assert.match(out, /Up to item +Student +Stages +As the stages say\n +120 +0 % +100 % +100 %/);
    assert.match(out, /at most 15 % of answers differ from openai\/gpt-4o's, with 90 % confidence/);
  });

  it('replays a recording through the stages, for a config without a prompt too', async () => {
    const stages = cascadeStages(0.8);
    const { prompt: _, ...parts } = cascadeConfig();
    const folder = folderFor({ kind: 'cascade', stages });
    const { evidence } = configIn(folder);
    folder.file('sort.cascade.json', JSON.stringify({ ...parts, kind: 'cascade', stages, evidence }));
    folder.file('meta.json', JSON.stringify({ reference: BIG, models: { [NANO]: {}, [BIG]: {} }, labelSet: labels }));
    const items = stream.map(({ text, label }, index) => ({
      id: `t${index}`,
      input: text,
      models: {
        [NANO]: { answer: label, confidence: index % 2 === 0 ? 0.9 : 0.5, costUSD: 0.001 },
        [BIG]: { answer: label, costUSD: 0.01 },
      },
    }));
    folder.file('items.jsonl', items.map((item) => `${JSON.stringify(item)}\n`).join(''));
    const argv = ['student', folder.config, '--recording', folder.path, '--delta', '0.1', '--json'];
    const { student } = JSON.parse((await cliRun(argv)).out) as StudentJson;
    assert.ok(student.keptShare > 0.2 && (student.costShare ?? 1) < 0.8, JSON.stringify(student));
  });

  it('writes the section, without evidence, where the answers are too few to say', async () => {
    const folder = folderFor();
    const argv = ['student', folder.config, '--answers', answersIn(folder), '--delta', '0.0001'];
    const { code, out } = await cliRun(argv);
    assert.equal(code, 0);
    assert.match(out, /^2,400 answers replayed: too few to say .*nothing before input 700,000/);
    assert.doesNotMatch(out, /Up to item/);
    const config = configIn(folder);
    assert.deepEqual([config.student?.delta, config.evidence.student], [0.0001, undefined]);
  });

  it('writes nothing where the student had its time and learned nothing', async () => {
    const folder = folderFor();
    const before = readFileSync(folder.config, 'utf8');
    const rows = stream.map(({ text }) => ({ input: { text }, output: 'I cannot say.', model: BIG }));
    const file = folder.file('unread.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { code, out } = await cliRun(['student', folder.config, '--answers', file, '--delta', '0.05']);
    assert.equal(code, 0);
    assert.match(out, /would have answered none of them.*\nNothing was written/);
    assert.equal(readFileSync(folder.config, 'utf8'), before);
  });

  it('refuses what it cannot use, and exits 2', async () => {
    const equivalence = { name: 'exact', reason: 'asked for' };
    const unlabelled = folderFor({ evidence: { ...cascadeConfig().evidence, equivalence } });
    const folder = folderFor();
    const rows = folder.file('other.jsonl', '{"text": "a"}\n');
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['student', folder.config], /Name the answers to replay/],
      [['student', folder.config, '--answers', rows, '--recording', folder.path], /Name the answers to replay/],
      [['student', folder.config, '--answers', rows], /holds no answers to replay/],
      [['student', folder.config, '--answers', rows, '--delta', '1'], /--delta takes a share/],
      [['student', unlabelled.config, '--answers', answersIn(unlabelled)], /compared by two labels or more/],
    ];
    for (const [argv, says] of cases) {
      const { code, err } = await cliRun(argv);
      assert.equal(code, 2, err);
      assert.match(err, says);
    }
  });
});
