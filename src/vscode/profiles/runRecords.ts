import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileOrder } from '../../engine/worker/protocol.ts';

/** Left behind by a profile that did not come to its end. Its journal lies beside the prompt; this says how to go on. Holds no key. */
export interface RunRecord {
  readonly order: ProfileOrder;
  /** Process that ran it. */
  readonly pid: number;
  /** `stopped`: cancelled, or failed with a message. `running`: nobody said that it ended, so while `pid` lives it runs. */
  readonly state: 'running' | 'stopped';
}

/** One file a prompt, in a folder that all windows share. A record that cannot be read counts as none. */
export class RunRecords {
  readonly #folder: string;
  readonly #pid: number;
  /** Runs of this very process; after a crash another process may have got its number. */
  readonly #mine = new Set<string>();

  constructor(folder: string, pid: number) {
    this.#folder = folder;
    this.#pid = pid;
  }

  begin(order: ProfileOrder): void {
    this.#mine.add(order.promptFile);
    this.#write({ order, pid: this.#pid, state: 'running' });
  }

  stop(promptFile: string): void {
    const record = this.#read(this.#fileOf(promptFile));
    this.#mine.delete(promptFile);
    if (record) this.#write({ ...record, state: 'stopped' });
  }

  /** It came to its end, or is not wanted any more. */
  remove(promptFile: string): void {
    this.#mine.delete(promptFile);
    rmSync(this.#fileOf(promptFile), { force: true });
  }

  /** Everything that can be gone on with. */
  resumable(): readonly RunRecord[] {
    return this.#all().filter((record) => !this.#runs(record));
  }

  /** Those that nobody stopped: the host crashed or was reloaded. */
  interrupted(): readonly RunRecord[] {
    return this.resumable().filter(({ state }) => state === 'running');
  }

  resumableOf(promptFile: string): RunRecord | undefined {
    const record = this.#read(this.#fileOf(promptFile));
    return record && !this.#runs(record) ? record : undefined;
  }

  runsElsewhere(promptFile: string): boolean {
    const record = this.#read(this.#fileOf(promptFile));
    return record !== undefined && record.pid !== this.#pid && this.#runs(record);
  }

  #runs({ state, pid, order }: RunRecord): boolean {
    if (state === 'stopped') return false;
    return pid === this.#pid ? this.#mine.has(order.promptFile) : isAlive(pid);
  }

  #all(): readonly RunRecord[] {
    try {
      const names = readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
      return names.flatMap((name) => this.#read(join(this.#folder, name)) ?? []);
    } catch {
      return []; // no folder yet: nothing ever ran
    }
  }

  #read(file: string): RunRecord | undefined {
    try {
      const record = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
      return typeof record.order.promptFile === 'string' && Array.isArray(record.order.models) ? record : undefined;
    } catch {
      return undefined; // absent, or cut by a crash: then there is nothing to offer
    }
  }

  #write(record: RunRecord): void {
    const file = this.#fileOf(record.order.promptFile);
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(`${file}.tmp`, JSON.stringify(record));
    renameSync(`${file}.tmp`, file);
  }

  #fileOf(promptFile: string): string {
    return join(this.#folder, `${createHash('sha256').update(promptFile).digest('hex').slice(0, 32)}.json`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
