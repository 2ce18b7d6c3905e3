import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startSampleServer } from './sampleServer.ts';
import { readTrainingRows } from './trainingFile.ts';
import { trainSampleModels } from './trainSampleModels.ts';

/**
 * Runs the sample server as a process of its own, so that measuring a client does not measure the server too:
 * `--training FILE [--port N] [--latency-ms N] [--key KEY] [--seed N]`. Prints one line of JSON, `{"url": ..}`, once it listens, and ends
 * when its standard input does, so that it never outlives whoever started it.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      training: { type: 'string' },
      port: { type: 'string', default: '0' },
      'latency-ms': { type: 'string', default: '0' },
      key: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.training === undefined) throw new TypeError('--training FILE is missing');
  const rows = readTrainingRows(await readFile(values.training, 'utf8'), values.training);
  const server = await startSampleServer({
    models: trainSampleModels(rows, numberFrom('--seed', values.seed)),
    port: numberFrom('--port', values.port),
    latencyMs: numberFrom('--latency-ms', values['latency-ms']),
    ...(values.key === undefined ? {} : { apiKey: values.key }),
  });
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
  // A pipe closes, /dev/null only ends.
  for (const over of ['end', 'close']) process.stdin.once(over, () => void server.close());
  process.stdin.resume();
}

function numberFrom(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError(`${flag} must be a whole number from 0, got '${text}'`);
  return value;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
