import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rootFolder } from './places.mjs';

/** The sample models behind a real address, as a provider that answers late or wants a key. `npm run build` first. */
export async function startSampleServer({ latencyMs = 0, key } = {}) {
  const training = join(rootFolder, 'media/sample/training.jsonl');
  const args = ['--training', training, '--latency-ms', String(latencyMs), ...(key ? ['--key', key] : [])];
  const child = spawn(process.execPath, [join(rootFolder, 'dist/sample-server.js'), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const gone = once(child, 'exit');
  const [line] = await Promise.race([
    once(lines, 'line'),
    gone.then(([code]) => Promise.reject(new Error(`The sample server ended with ${code}.`))),
  ]);
  return {
    url: JSON.parse(line).url,
    async stop() {
      child.stdin.end();
      await gone;
    },
  };
}
