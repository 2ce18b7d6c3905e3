import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';
import { createRandom, type Random } from '../../src/core/random.ts';
import { printRows } from './printRows.ts';

/**
 * Samples 2,000 of 1,000,000 rows (over 500 MB, many scripts, line breaks in cells) as CSV, JSON lines and a JSON array. Each file is read in a fresh process
 * of plain Node that runs the bundled code, as the product does: `seconds` is the pass alone, `peakMegabytes` the whole process's highest
 * resident memory (10^6 bytes).
 */
const sampleSize = 2000;
const formats = ['csv', 'jsonl', 'json'] as const;
type Format = (typeof formats)[number];

const sentences = [
  'The parcel was left at the neighbour\'s door, and nobody told me about it for "three whole days".',
  'Grüße aus Zürich: die Rechnung über 49,90 € ist doppelt abgebucht worden,\nbitte um Rückzahlung auf dasselbe Konto.',
  'アプリを更新してからログインできません。パスワードの再設定メールも届かないままです。どうすればよいですか。',
  'Здравствуйте, не приходит код подтверждения,\nуже пробовала на двух телефонах и в браузере на ноутбуке.',
  'Since yesterday the dashboard shows nothing but a spinner 🌀; clearing the cache did not help, nor did another browser.',
  'Je voudrais résilier mon abonnement à la fin du mois, sans frais,\ncomme prévu par le contrat que j’ai signé en ligne.',
];

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    formats: { type: 'string', default: 'csv,jsonl' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'downtier-dataset-'));
try {
  const program = await bundleProgram(folder);
  const results = [];
  for (const format of formats.filter((name) => flags.formats.split(',').includes(name))) {
    results.push(await measure(format, program, Number(flags.rows)));
  }
  printRows(results, flags.json);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(format: Format, program: string, rows: number) {
  const file = join(folder, `rows.${format}`);
  await pipeline(Readable.from(pieces(format, rows, createRandom(Number(flags.seed)))), createWriteStream(file));
  const bytes = (await stat(file)).size;
  const { stdout } = await promisify(execFile)(process.execPath, [program, file]);
  await rm(file);
  const pass = JSON.parse(stdout) as { rows: number; malformed: number; seconds: number; peakKibibytes: number };
  if (pass.rows !== rows || pass.malformed > 0) throw new Error(`wrote ${rows} rows of ${format}, read ${stdout}`);
  return {
    format,
    rows: pass.rows,
    megabytes: round(bytes / 1e6),
    seconds: round(pass.seconds),
    peakMegabytes: round((pass.peakKibibytes * 1024) / 1e6),
  };
}

async function bundleProgram(into: string): Promise<string> {
  const outfile = join(into, 'sample.cjs');
  const contents = `
    import { sampleDatasetFile } from './src/node/datasetFile.ts';
    const started = performance.now();
    const signal = new AbortController().signal;
    sampleDatasetFile(process.argv[2], { sampleSize: ${sampleSize}, seed: 1, signal }).then((sample) => {
      const seconds = (performance.now() - started) / 1000;
      const peakKibibytes = process.resourceUsage().maxRSS;
      console.log(JSON.stringify({ rows: sample.totalRows, malformed: sample.malformedRows, seconds, peakKibibytes }));
    });`;
  const stdin = { contents, resolveDir: join(import.meta.dirname, '../..'), loader: 'ts' as const };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  return outfile;
}

/** In pieces of a thousand rows. */
function* pieces(format: Format, rows: number, random: Random): Generator<string> {
  if (format === 'csv') yield 'id,text,label\n';
  if (format === 'json') yield '[\n';
  for (let start = 0; start < rows; start += 1000) {
    const lines = Array.from({ length: Math.min(1000, rows - start) }, (_, offset) =>
      line(format, start + offset, random),
    );
    const separator = format === 'json' ? ',\n' : '\n';
    yield lines.join(separator) + (format === 'json' && start + 1000 < rows ? separator : '\n');
  }
  if (format === 'json') yield ']\n';
}

function line(format: Format, index: number, random: Random): string {
  const text = Array.from({ length: 4 }, () => sentences[random.integer(sentences.length)]).join(' ');
  const label = `topic ${random.integer(12)}`;
  return format === 'csv'
    ? `${index},"${text.replaceAll('"', '""')}",${label}`
    : JSON.stringify({ id: String(index), text, label });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
