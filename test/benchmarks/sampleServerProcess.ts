import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The sample server in a process of its own, so that its work is not measured. Needs `npm run build`. */
export async function startSampleServerProcess(latencyMs: number): Promise<{ readonly url: string; stop(): void }> {
  const server = spawn(
    process.execPath,
    ['dist/sample-server.js', '--training', 'media/sample/training.jsonl', '--latency-ms', String(latencyMs)],
    { cwd: join(import.meta.dirname, '..', '..'), stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  return { url, stop: () => server.stdin.end() }; // the server ends with its standard input
}
