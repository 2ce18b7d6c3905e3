import { EventEmitter } from 'node:events';
import type { FromEngine, ToEngine } from '../../src/engine/worker/protocol.ts';
import type { EngineWorker } from '../../src/vscode/profiles/engineThread.ts';

/** A worker whose answers the test gives by hand. */
export class FakeWorker extends EventEmitter implements EngineWorker {
  readonly received: ToEngine[] = [];
  terminated = false;

  postMessage(message: ToEngine): void {
    this.received.push(message);
  }

  answer(message: FromEngine): void {
    this.emit('message', message);
  }

  async terminate(): Promise<number> {
    this.terminated = true;
    return 0;
  }
}
