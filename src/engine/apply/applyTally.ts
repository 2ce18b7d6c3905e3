import type { ModelId } from '../../core/models/chatModel.ts';
import { readDatasetFile } from '../../node/datasetFile.ts';

/** Counts of the rows in an output. */
export class ApplyTally {
  rows = 0;
  /** Rows without an answer. */
  unanswered = 0;
  readonly rowsByModel = new Map<ModelId, number>();

  add(model: ModelId | null): void {
    this.rows++;
    if (model === null) this.unanswered++;
    else this.rowsByModel.set(model, (this.rowsByModel.get(model) ?? 0) + 1);
  }
}

/** Counts what an earlier run has written. @param rows how many there are: an empty file is no dataset */
export async function tallyOutput(file: string, rows: number, signal: AbortSignal): Promise<ApplyTally> {
  const tally = new ApplyTally();
  if (rows === 0) return tally;
  for await (const { values } of readDatasetFile(file, { signal })) {
    const model = values['model'];
    tally.add(typeof model === 'string' && model !== '' ? model : null);
  }
  return tally;
}
