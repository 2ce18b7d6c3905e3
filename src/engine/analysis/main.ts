import { parentPort } from 'node:worker_threads';
import { createAnalyse } from './analyse.ts';
import type { FromAnalysis, ToAnalysis } from './analysisProtocol.ts';

if (parentPort === null) throw new TypeError('this file is run as a worker thread');
const port = parentPort;
const analyse = createAnalyse();

port.on('message', ({ id, world, ...question }: ToAnalysis) => {
  const reply = (message: FromAnalysis): void => port.postMessage(message);
  analyse(question, world).then(
    (answer) => reply({ id, answer }),
    (error: unknown) => reply({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
