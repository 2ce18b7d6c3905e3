import { parentPort } from 'node:worker_threads';
import { serveEngine } from './serveEngine.ts';

if (parentPort === null) throw new TypeError('this file is run as a worker thread');
serveEngine(parentPort);
