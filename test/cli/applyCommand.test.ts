import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../../src/providers/sample/fault.ts';
import type { SampleRequestRecord } from '../../src/providers/sample/sampleRequestRecord.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { faithfulModel, strayingModel } from '../support/cannedModels.ts';
import { BIG, cascadeConfig, cascadeFolder, NANO } from '../support/cascadeFolder.ts';
import { type CliSetting, cliRun } from '../support/cliRun.ts';
import { countsOf, keyOfRequest } from '../support/journalReading.ts';
import { type ProfileFolder, profileFolder, removeProfileFolders } from '../support/profileFolder.ts';

let server: SampleServer;
let requested: string[] = [];
let faults: (record: SampleRequestRecord) => Fault | undefined = () => undefined;

before(async () => {
  server = await startSampleServer({
    models: [strayingModel('gpt-4.1-nano', 50), faithfulModel('gpt-4o')],
    onRequest: (record) => requested.push(keyOfRequest(record)),
    faults: (_, record) => faults(record),
  });
});
after(async () => {
  await server.close();
  removeProfileFolders();
});
beforeEach(() => {
  requested = [];
  faults = () => undefined;
});

const apply = (argv: readonly string[], setting: CliSetting = {}) =>
  cliRun(['apply', ...argv], { env: { OPENAI_BASE_URL: `${server.url}/v1` }, ...setting });

const usual = (folder: ProfileFolder, out = 'out.jsonl') => [
  folder.config,
  '--data',
  folder.data,
  '--out',
  folder.file(out),
];
const linesOf = (folder: ProfileFolder, out = 'out.jsonl') =>
  readFileSync(folder.file(out), 'utf8').trimEnd().split('\n');
const rowsOf = (folder: ProfileFolder) => linesOf(folder).map((line) => JSON.parse(line) as Record<string, unknown>);

describe('downtier apply', () => {
  it('writes an answer for every row and says what was promised and what it cost', async () => {
    const folder = cascadeFolder({}, 30);
    const { code, out, err } = await apply(usual(folder));
    assert.equal(code, 0, err);
    assert.match(
      out,
      /^30 rows in .*out\.jsonl; answered by openai\/gpt-4\.1-nano 100 %\.\nCost: \$0\.\d+; openai\/gpt-4o alone would have cost about \$0\.30\.\n/,
    );
    assert.match(out, /at most 5 % of answers differ from openai\/gpt-4o's, with 95 % confidence/);
    assert.equal(rowsOf(folder).length, 30);
    assert.deepEqual(rowsOf(folder)[1]?.['input'], { text: 'login ticket 1' });
  });

  it('answers a Parquet file as it does the same rows in CSV', async () => {
    const folder = cascadeFolder({}, 900);
    const data = fileURLToPath(new URL('../fixtures/parquet/sort.parquet', import.meta.url));
    const { code, err } = await apply([folder.config, '--data', data, '--out', folder.file('parquet.jsonl')]);
    assert.equal(code, 0, err);
    assert.equal((await apply(usual(folder))).code, 0);
    assert.equal(linesOf(folder, 'parquet.jsonl').length, 900);
    assert.deepEqual(linesOf(folder, 'parquet.jsonl'), linesOf(folder));
  });

  it('pays once for rows that are alike', async () => {
    const folder = cascadeFolder();
    writeFileSync(folder.data, `text\n${'bug again\n'.repeat(25)}`);
    assert.equal((await apply(usual(folder))).code, 0);
    assert.equal(requested.length, 1);
    assert.equal(rowsOf(folder).length, 25);
  });

  it("profiles first where asked to, and gives the profiled rows the reference's answers without paying again", async () => {
    const folder = profileFolder({ rows: 400 });
    const models = [
      '--models',
      `${NANO},${BIG}`,
      '--reference',
      BIG,
      '--delta',
      '0.1',
      '--profile-items',
      '400',
      '--yes',
    ];
    const argv = [
      folder.prompt,
      '--profile',
      '--data',
      folder.data,
      '--out',
      folder.file('out.jsonl'),
      ...models,
      '--self-check',
      '0',
      '--method',
      'smart',
    ];
    const { code, out, err } = await apply(argv);
    assert.equal(code, 0, err);
    assert.ok(folder.hasConfig());
    assert.match(out, /Promise \(smart, batch\): deviation at most/);
    assert.match(
      out,
      /400 rows in .*; answered by openai\/gpt-4\.1-nano 90 %, openai\/gpt-4o 10 %\.\nCost: \$0\.\d+ after \$0\.\d+ for profiling; /,
    );
    assert.deepEqual(
      [...countsOf(requested).values()].filter((count) => count > 1),
      [],
    );
    const rows = rowsOf(folder);
    const byReference = rows.filter(({ model }) => model === BIG);
    assert.ok(0 < byReference.length && byReference.length < 400, `${byReference.length} by the reference`);
    assert.ok(byReference.every(({ costUSD, output, expected }) => costUSD === 0 && output === expected));
    assert.deepEqual(
      rows.map(({ row }) => row),
      Array.from({ length: 400 }, (_, index) => index),
    );
  });

  it('checks the output before profiling is paid for, and has one cap for both', async () => {
    const folder = profileFolder({ rows: 1200 });
    folder.file('out.jsonl', 'precious\n');
    const models = [
      '--models',
      `${NANO},${BIG}`,
      '--reference',
      BIG,
      '--delta',
      '0.1',
      '--method',
      'smart',
      '--self-check',
      '0',
      '--yes',
    ];
    const argv = [folder.prompt, '--profile', '--data', folder.data, '--out', folder.file('out.jsonl'), ...models];
    assert.match((await apply(argv)).err, /exists already/);
    assert.deepEqual(requested, []);
    const capped = await apply([...argv, '--overwrite', '--max-spend', '0.0055', '--concurrency', '4']);
    assert.equal(capped.code, 1);
    assert.match(capped.err, /Applying .*spending cap \$0\.00\d+\./s);
    assert.match(capped.err, /spending cap .* was reached/);
    const { code, out, err } = await apply(argv);
    assert.equal(code, 0, err);
    assert.match(out, /1,200 rows in .*rows of them from an earlier run/);
    assert.deepEqual(
      [...countsOf(requested).values()].filter((count) => count > 1),
      [],
    );
  });

  it('says why a row has no answer and fails, but answers the others', async () => {
    const folder = cascadeFolder({}, 12);
    faults = ({ body }) => (JSON.stringify(body).includes('ticket 7') ? { kind: 'error', status: 400 } : undefined);
    const { code, err } = await apply(usual(folder));
    assert.equal(code, 1);
    assert.match(err, /1 row has no answer; each says why under "error" in .*out\.jsonl/);
    const rows = rowsOf(folder);
    assert.equal(rows.length, 12);
    assert.deepEqual([rows[7]?.['output'], rows[7]?.['model'], rows[7]?.['costUSD']], [null, null, null]);
    assert.match(String(rows[7]?.['error']), /400/);
  });

  it('names file and line of a row that does not fit the prompt, and answers the others', async () => {
    const folder = cascadeFolder();
    const data = folder.file('rows.jsonl', '{"text": "bug 1"}\n{"ticket": "x"}\n{"text": "login 2"}\n');
    const { code } = await apply([folder.config, '--data', data, '--out', folder.file('out.jsonl')]);
    assert.equal(code, 1);
    assert.match(String(rowsOf(folder)[1]?.['error']), /rows\.jsonl:2: .*uses the variable "text"/);
    assert.equal(rowsOf(folder)[2]?.['output'], 'login');
  });

  it('sends nothing when already the first row does not fit', async () => {
    const folder = cascadeFolder();
    writeFileSync(folder.data, 'ticket\nx\ny\n');
    const { code, err } = await apply(usual(folder));
    assert.equal(code, 2);
    assert.match(err, /uses the variable "text", but the row has the columns "ticket"/);
  });

  it('takes variables from the columns that the config names, or the user', async () => {
    const { dataset } = cascadeConfig();
    const rows = 'body,other\nlogin 1,bug 1\n';
    const named = cascadeFolder({ dataset: { ...dataset, columns: { text: 'body' } } });
    writeFileSync(named.data, rows);
    assert.equal((await apply(usual(named))).code, 0);
    assert.equal(rowsOf(named)[0]?.['output'], 'login');
    const mapped = cascadeFolder({ dataset: { ...dataset, columns: { text: 'body' } } });
    writeFileSync(mapped.data, rows);
    assert.equal((await apply([...usual(mapped), '--map', 'text=other'])).code, 0);
    assert.equal(rowsOf(mapped)[0]?.['output'], 'bug');
  });

  it('counts rows that cannot be read', async () => {
    const folder = cascadeFolder();
    const data = folder.file('rows.jsonl', '{"text": "bug 1"}\n{"text": \n{"text": "login 2"}\n');
    const { out, code } = await apply([folder.config, '--data', data, '--out', folder.file('out.jsonl')]);
    assert.equal(code, 0);
    assert.match(out, /1 row of the dataset could not be read and was passed over/);
  });

  it('refuses an output that is there, unless it is to be replaced', async () => {
    const folder = cascadeFolder({}, 3);
    folder.file('out.jsonl', 'precious\n');
    const { code, err } = await apply(usual(folder));
    assert.equal(code, 2);
    assert.match(err, /out\.jsonl exists already.*--overwrite/);
    assert.deepEqual(linesOf(folder), ['precious']);
    assert.equal((await apply([...usual(folder), '--overwrite'])).code, 0);
    assert.equal(rowsOf(folder).length, 3);
  });

  it("refuses to go on with another job's output", async () => {
    const folder = cascadeFolder({}, 200);
    const capped = await apply([...usual(folder), '--max-spend', '0.0005', '--concurrency', '1']);
    assert.equal(capped.code, 1);
    assert.match(capped.err, /spending cap of \$0\.0005 was reached.*Raise --max-spend/);
    appendFileSync(folder.data, 'bug ticket 999,bug\n');
    const { code, err } = await apply(usual(folder));
    assert.equal(code, 2);
    assert.match(err, /out\.jsonl was begun with another config, prompt, dataset or format/);
  });

  const bad: readonly (readonly [name: string, argv: (folder: ProfileFolder) => readonly string[], says: RegExp])[] = [
    ['no dataset', ({ config }) => [config, '--out', 'x.jsonl'], /Name the dataset with --data/],
    ['no output', ({ config, data }) => [config, '--data', data], /Say where the answers go with --out/],
    [
      'a format that the name does not tell',
      (folder) => usual(folder, 'out.txt'),
      /does not tell the format: end it in \.jsonl or \.csv/,
    ],
    [
      'an unknown format',
      (folder) => [...usual(folder), '--format', 'xml'],
      /--format takes one of jsonl, csv, got "xml"/,
    ],
    [
      'a dataset that is not there',
      (folder) => [folder.config, '--data', folder.file('no.csv'), '--out', folder.file('x.csv')],
      /no\.csv does not exist/,
    ],
    [
      'to overwrite its own dataset',
      (folder) => [folder.config, '--data', folder.data, '--out', folder.data],
      /cannot be written to .*reads that file/,
    ],
    ['a folder that is not there', (folder) => usual(folder, 'none/out.jsonl'), /cannot be written to .*none/],
  ];
  for (const [name, argv, says] of bad) {
    it(`refuses ${name}, and sends nothing`, async () => {
      const { code, err } = await apply(argv(cascadeFolder()));
      assert.equal(code, 2);
      assert.match(err, says);
      assert.deepEqual(requested, []);
    });
  }

  it('refuses a model without a price, since no cap could be kept', async () => {
    const folder = cascadeFolder({ stages: [{ model: 'compatible:box/x', parameters: {}, share: 1 }] });
    const { code, err } = await apply(usual(folder), { env: { BOX_BASE_URL: `${server.url}/v1` } });
    assert.equal(code, 2);
    assert.match(err, /price of compatible:box\/x is unknown/);
  });

  const batch = {
    delta: 0.05,
    confidence: 0.95,
    deviationUpperBound: 0.04,
    deviations: 3,
    items: 200,
    scope: 'batch',
    method: 'smart',
    basis: 'paper',
  } as const;

  it('promises nothing, and says why, when a batch promise was made about another dataset', async () => {
    const { err, out } = await apply(usual(cascadeFolder({ guarantee: batch }, 5)));
    assert.match(err, /Warning: .*promises something about rows\.csv as it was \(batch scope\), not about .*rows\.csv/);
    assert.match(out, /^Promise: none about these answers/m);
  });

  it("promises nothing when the reference's answers that a batch promise counts on are not here", async () => {
    const folder = cascadeFolder({ guarantee: batch }, 5);
    const sha256 = createHash('sha256').update(readFileSync(folder.data)).digest('hex');
    const dataset = { ...cascadeConfig().dataset, sha256 };
    writeFileSync(folder.config, JSON.stringify(cascadeConfig({ guarantee: batch, dataset })));
    const { err, out } = await apply([...usual(folder), '--json']);
    assert.match(err, /Warning: .*counts the profiled rows as answered by .*not in .*\.downtier.*--journal/);
    assert.equal((JSON.parse(out) as { guarantee: unknown }).guarantee, null);
  });

  it('promises nothing for a prompt that has changed', async () => {
    const folder = cascadeFolder({}, 5);
    appendFileSync(folder.prompt, '\nBe brief.\n');
    const { err, out } = await apply([...usual(folder), '--allow-changed-prompt']);
    assert.match(err, /Warning: .*sort\.prompty has changed since .*: nothing is promised/);
    assert.match(out, /^Promise: none about these answers/m);
  });
});
