import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { ProfileOutcome } from '../../engine/worker/protocol.ts';

export interface SavedOutcome {
  readonly outcome: ProfileOutcome;
  readonly configWritten: boolean;
  readonly committed: boolean;
  /** The config has, or will have, the student that the result offers. */
  readonly studentInFront: boolean;
}

/** Changes with the shape of what is saved: what another version wrote is not read. */
const VERSION = 3;

/** The last result of each prompt, so that the panel shows it again after a restart. Losing one costs nothing: the journal can make it anew. */
export class SavedOutcomes {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  of(promptFile: string): SavedOutcome | undefined {
    try {
      return deserialize(readFileSync(this.#fileOf(promptFile))) as SavedOutcome;
    } catch {
      return undefined; // none, or not readable any more
    }
  }

  save(promptFile: string, saved: SavedOutcome): void {
    const file = this.#fileOf(promptFile);
    mkdirSync(this.#folder, { recursive: true });
    // Not JSON: a saving may be without end.
    writeFileSync(`${file}.tmp`, serialize(saved));
    renameSync(`${file}.tmp`, file);
  }

  remove(promptFile: string): void {
    rmSync(this.#fileOf(promptFile), { force: true });
  }

  #fileOf(promptFile: string): string {
    const name = createHash('sha256').update(promptFile).digest('hex').slice(0, 32);
    return join(this.#folder, `${name}.v${VERSION}`);
  }
}
