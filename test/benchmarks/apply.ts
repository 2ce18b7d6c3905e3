import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { cascadeFolder, stageFor } from '../support/cascadeFolder.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { printRows } from './printRows.ts';
import { startSampleServerProcess } from './sampleServerProcess.ts';

/** A whole dataset through `downtier apply` against the sample server in another process: rows a second, and the command's peak memory. */
const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    concurrency: { type: 'string', default: '64' },
    'latency-ms': { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
const rows = Number(flags.rows);
const root = join(import.meta.dirname, '..', '..');
/** Tells the command's peak resident memory when it ends, in a line of its own. */
const measured = [
  'const { resourceUsage } = process;',
  "process.on('exit', () => process.stderr.write('peakKiB=' + resourceUsage().maxRSS + '\\n'));",
].join('');

const server = await startSampleServerProcess(Number(flags['latency-ms']));
try {
  // A mix of the two, so that both are asked.
  const stages = [stageFor('compatible:box/mini', { share: 0.6 }), stageFor('compatible:box/large', { share: 0.4 })];
  const folder = cascadeFolder({ kind: 'mix', stages });
  const data = folder.file('many.csv');
  await pipeline(manyRows, createWriteStream(data));
  const prices = {
    'compatible:box/mini': { inputUSDPer1M: 0.4, outputUSDPer1M: 1.6 },
    'compatible:box/large': { inputUSDPer1M: 2, outputUSDPer1M: 8 },
  };
  const out = folder.file('out.jsonl');
  const argv = [
    'apply',
    folder.config,
    '--data',
    data,
    '--out',
    out,
    '--concurrency',
    flags.concurrency,
    '--max-spend',
    '100000',
    '--yes',
  ];
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(measured)}`,
      'dist/cli.js',
      ...argv,
      '--prices',
      folder.file('prices.json', JSON.stringify({ models: prices })),
    ],
    { cwd: root, env: { ...process.env, BOX_BASE_URL: `${server.url}/v1` }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(log);
  const row = {
    rows,
    concurrency: Number(flags.concurrency),
    rowsPerSecond: Math.round(rows / seconds),
    peakMemoryMB: Math.round(Number(/peakKiB=(\d+)/.exec(log)?.[1]) / 1024),
    datasetMB: Math.round(statSync(data).size / 1e5) / 10,
    inOrder: await isWhole(out),
  };
  printRows([row], flags.json);
} finally {
  server.stop();
  removeProfileFolders();
}

function* manyRows(): Generator<string> {
  yield 'text,expected\n';
  for (let index = 0; index < rows; index++)
    yield `my card reader ${index} lost its charge and shows error ${index % 97},hardware\n`;
}

/** Every row once, in order. */
async function isWhole(file: string): Promise<boolean> {
  let next = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if ((JSON.parse(line) as { row: number }).row !== next) return false;
    next++;
  }
  return next === rows;
}
