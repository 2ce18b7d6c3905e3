import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Journal } from '../../src/core/calls/journal.ts';
import { PaidCalls } from '../../src/core/calls/paidCalls.ts';
import { SpendingCap } from '../../src/core/calls/spendingCap.ts';
import { createRandom } from '../../src/core/random.ts';
import { openPriceBook, priceModels } from '../../src/engine/priceModels.ts';
import { openJournalFile } from '../../src/node/journalFile.ts';
import { sha256 } from '../../src/node/sha256.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { openaiModel } from '../../src/providers/openai.ts';
import { printRows } from './printRows.ts';
import { startSampleServerProcess } from './sampleServerProcess.ts';

/**
 * How close paid calls (official client, retries, cap, journal on disk) come to what the provider's latency allows. The sample server runs in another
 * process with a fixed latency; ideal = ceil(calls / concurrency) x latency. Needs `npm run build` for the server.
 */
const { values: flags } = parseArgs({
  options: {
    calls: { type: 'string', default: '2000' },
    concurrency: { type: 'string', default: '64' },
    'latency-ms': { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(flags.calls);
const concurrency = Number(flags.concurrency);
const latencyMs = Number(flags['latency-ms']);
const model = 'sample/mini';
/** Node compiles what is called often while it runs: a profile of some hundreds of items has that behind it. */
const WARM_UP_CALLS = 500;

const folder = mkdtempSync(join(tmpdir(), 'downtier-throughput-'));
const server = await startSampleServerProcess(latencyMs);
try {
  printRows([await measure(server.url)], flags.json);
} finally {
  server.stop();
  rmSync(folder, { recursive: true });
}

async function measure(url: string) {
  const file = openJournalFile(join(folder, 'journal.jsonl'));
  const calls = await createCalls(`${url}/v1`, file);
  await askAll(calls, 'warm-up', WARM_UP_CALLS);
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await askAll(calls, 'measured', count);
  const elapsedMs = performance.now() - started;
  const cpu = process.cpuUsage(cpuBefore);
  file.close();
  return {
    calls: count,
    concurrency,
    elapsedOverIdeal: elapsedMs / (Math.ceil(count / concurrency) * latencyMs),
    engineCpuMsPerCall: (cpu.user + cpu.system) / 1000 / count,
  };
}

async function createCalls(baseURL: string, file: ReturnType<typeof openJournalFile>): Promise<PaidCalls> {
  const { prices } = priceModels(await openPriceBook(undefined, '2026-01-01'), [model]);
  const price = prices.get(model);
  if (!price) throw new RangeError(`${model} has no price`);
  const client = openaiModel({
    id: model,
    model,
    account: 'sample',
    apiKey: undefined,
    baseURL,
    timeoutMs: 30_000,
    outputLimitField: 'max_completion_tokens',
    takes: ['logprobs', 'sampling'],
  });
  return new PaidCalls({
    models: new Map([[model, { model: client, price }]]),
    journal: new Journal(file, file.lines),
    cap: new SpendingCap(1000),
    clock: systemClock,
    random: createRandom(1),
    digest: sha256,
    concurrency,
    timeoutMs: 30_000,
  });
}

async function askAll(calls: PaidCalls, name: string, number: number): Promise<void> {
  const signal = new AbortController().signal;
  const outcomes = await Promise.all(
    Array.from({ length: number }, (_, index) =>
      calls.ask(
        model,
        {
          messages: [{ role: 'user', content: `${name} ${index}: my card reader lost its charge` }],
          parameters: { maxOutputTokens: 8 },
        },
        signal,
      ),
    ),
  );
  const missing = outcomes.filter(({ kind }) => kind === 'missing').length;
  if (missing > 0) throw new RangeError(`${missing} of ${number} calls failed`);
}
