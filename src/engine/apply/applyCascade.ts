import { setMaxListeners } from 'node:events';
import type { Clock } from '../../core/calls/clock.ts';
import { PaidCalls } from '../../core/calls/paidCalls.ts';
import { SpendingCap } from '../../core/calls/spendingCap.ts';
import { DatasetTally } from '../../core/datasets/datasetTally.ts';
import type { Row } from '../../core/datasets/row.ts';
import { createRandom } from '../../core/random.ts';
import { readDatasetFile } from '../../node/datasetFile.ts';
import { sha256 } from '../../node/sha256.ts';
import { withColumns } from '../columnMap.ts';
import type { World } from '../profileOptions.ts';
import { answerRow } from './answerRow.ts';
import { type ApplyTally, tallyOutput } from './applyTally.ts';
import { mapInOrder } from './mapInOrder.ts';
import { OutputFile } from './outputFile.ts';
import type { PreparedApply } from './prepareApply.ts';
import { type ProfiledAnswers, readProfiledAnswers } from './profiledAnswers.ts';
import { ProgressFile } from './progressFile.ts';

export type ApplyEvent =
  | { readonly type: 'progress'; readonly rows: number; readonly spentUSD: number }
  | { readonly type: 'done'; readonly summary: ApplySummary };

export interface ApplySummary {
  readonly rows: number;
  /** Rows without an answer; the output says why. */
  readonly unanswered: number;
  /** Rows that an earlier run of this job had written. */
  readonly rowsBefore: number;
  readonly rowsByModel: ReadonlyMap<string, number>;
  /** By all runs of this job, in USD; attempts that may have been billed count in full. */
  readonly spentUSD: number;
  /** Rows of the dataset that could not be read and are not in the output. */
  readonly malformedRows: number;
}

const ROWS_PER_SEGMENT = 4000;
/** Rows under way for each call that may run: enough that a slow row holds up nobody. */
const ROWS_PER_CALL = 8;
const ROWS_PER_EVENT = 50;

/**
 * Answers a whole dataset, in its order, and ends with one `done` event. Whatever stops it, the same job goes on from there and pays for nothing twice.
 * Rejects with what `PaidCalls`, the progress file, the output file and the dataset's reader reject with.
 */
export async function* applyCascade(
  prepared: PreparedApply,
  world: Pick<World, 'clock'>,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent, void, undefined> {
  const { options, source, format, identity } = prepared;
  setMaxListeners(0, signal); // every call that waits to be tried again listens to it
  const progress = new ProgressFile({ ...options, identity });
  try {
    const profiled = readProfiledAnswers(source, prepared.profileJournal);
    const output = new OutputFile(options.outFile, format);
    try {
      yield* answerRows({ prepared, clock: world.clock, progress, output, profiled }, signal);
    } finally {
      output.close();
    }
  } finally {
    progress.close();
  }
}

interface Application {
  readonly prepared: PreparedApply;
  readonly clock: Clock;
  readonly progress: ProgressFile;
  readonly output: OutputFile;
  readonly profiled: ProfiledAnswers;
}

async function* answerRows(
  { prepared, clock, progress, output, profiled }: Application,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent, void, undefined> {
  const { options, source, columns } = prepared;
  const { dataFile, onFailure } = options;
  const dataset = new DatasetTally(dataFile);
  const keep = [...source.template.usedVariables.map(({ name }) => name), ...Object.values(columns)];
  const rows = readDatasetFile(dataFile, { signal, tally: dataset, keep });
  try {
    const { rowsBefore } = output;
    const tally = await tallyOutput(options.outFile, rowsBefore, signal);
    const cap = new SpendingCap(options.maxSpendUSD);
    cap.charge(progress.spentUSD);
    for (let more = true; more; ) {
      const calls = callsOf(prepared, clock, { progress, cap });
      const segment = new Segment(rows, rowsBefore, options.rowsPerSegment ?? ROWS_PER_SEGMENT);
      const answers = mapInOrder(
        segment,
        (row) => answerRow(withColumns(row, columns), { source, calls, profiled, onFailure, dataFile }, signal),
        ROWS_PER_CALL * options.concurrency,
      );
      for await (const answered of answers) {
        output.append(answered);
        tally.add(answered.model);
        if (tally.rows % ROWS_PER_EVENT === 0) yield { type: 'progress', rows: tally.rows, spentUSD: cap.spentUSD };
      }
      output.sync();
      progress.beginAnew();
      more = !segment.isLast;
    }
    progress.remove();
    yield {
      type: 'done',
      summary: summaryOf(tally, { rowsBefore, spentUSD: cap.spentUSD, malformedRows: dataset.malformed }),
    };
  } finally {
    await rows.return(undefined);
  }
}

/** The next stretch of the dataset's rows, without those that the output has already. Can be gone through once. */
class Segment implements AsyncIterable<Row> {
  readonly #rows: AsyncGenerator<Row>;
  readonly #from: number;
  readonly #most: number;
  isLast = false;

  constructor(rows: AsyncGenerator<Row>, from: number, most: number) {
    this.#rows = rows;
    this.#from = from;
    this.#most = most;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    let taken = 0;
    while (taken < this.#most) {
      // Not `for await`, which would close the dataset at the stretch's end.
      const { done, value } = await this.#rows.next();
      if (done) {
        this.isLast = true;
        return;
      }
      if (value.index < this.#from) continue;
      taken++;
      yield value;
    }
  }
}

function callsOf(
  { models, embeddings, options, source }: PreparedApply,
  clock: Clock,
  { progress, cap }: { readonly progress: ProgressFile; readonly cap: SpendingCap },
): PaidCalls {
  return new PaidCalls({
    models,
    embeddings,
    journal: progress.journal,
    cap,
    clock,
    random: createRandom(source.config.seed),
    digest: sha256,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    pastIsCharged: true,
  });
}

function summaryOf(
  { rows, unanswered, rowsByModel }: ApplyTally,
  facts: Pick<ApplySummary, 'rowsBefore' | 'spentUSD' | 'malformedRows'>,
): ApplySummary {
  return { rows, unanswered, rowsByModel, ...facts };
}
