import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SampleRequestRecord } from '../../src/providers/sample/sampleRequestRecord.ts';
import { type ChildOutcome, startCli } from './cliChild.ts';
import { keyOfRequest } from './journalReading.ts';

/** What has arrived at a sample server, and children that are killed when so much has. */
export class Arrivals {
  /** Keys of all calls that arrived, in order. */
  readonly keys: string[] = [];
  #onArrival = (): void => undefined;

  /** For the server's `onRequest`. */
  readonly record = (request: SampleRequestRecord): void => {
    this.keys.push(keyOfRequest(request));
    this.#onArrival();
  };

  /** Runs a command until `quota` more requests have arrived, plus some turns of this event loop, and kills it. */
  async lifeOf(
    argv: readonly string[],
    setting: Parameters<typeof startCli>[1],
    { quota, turns }: { readonly quota: number; readonly turns: number },
  ): Promise<ChildOutcome> {
    const last = this.keys.length + quota;
    const arrived = new Promise<void>((resolve) => {
      this.#onArrival = () => {
        if (this.keys.length === last) resolve();
      };
    });
    const child = startCli(argv, setting);
    await Promise.race([arrived, child.ended]);
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    child.kill('SIGKILL');
    return child.ended;
  }
}
