import type { CallErrorReason } from '../models/callError.ts';
import type { ChatAnswer, ModelId } from '../models/chatModel.ts';
import type { TokenUsage } from '../models/usage.ts';

/** Version of the format written; a reader refuses a newer one. */
export const JOURNAL_VERSION = 1;

/** One line of the journal. `key` identifies the call: see `callKey`. */
export type JournalRecord =
  | { readonly type: 'journal'; readonly version: typeof JOURNAL_VERSION }
  /** About to go out; should no outcome follow, the provider may have billed up to `worstUSD`. */
  | { readonly type: 'sent'; readonly key: string; readonly model: ModelId; readonly worstUSD: number }
  | {
      readonly type: 'answered';
      readonly key: string;
      readonly costUSD: number;
      readonly seconds: number;
      readonly answer: ChatAnswer | JournaledEmbedding;
    }
  | {
      readonly type: 'failed';
      readonly key: string;
      readonly reason: CallErrorReason | 'cancelled';
      readonly status: number | undefined;
      /** What the provider may have billed all the same. */
      readonly mayCostUSD: number;
    };

/** An embedding as a line of the journal has it. */
export interface JournaledEmbedding {
  /** See `packVector`. */
  readonly vector: string;
  readonly usage: TokenUsage;
}

/** The key tells which kind of answer it is: see `callKey` and `embeddingKey`. */
export type AnsweredRecord<Answer = ChatAnswer> = Omit<Extract<JournalRecord, { type: 'answered' }>, 'answer'> & {
  readonly answer: Answer;
};

/** Where lines go; each is whole and durable against the process dying when `append` returns. Throws when it cannot be written. */
export interface JournalStore {
  append(line: string): void;
}

/**
 * The append-only record of every paid answer. State is what replaying the lines gives; a call whose answer is here is never paid again.
 * A `sent` without an outcome (the process died in between) counts its worst case as spent, so that the cap holds across runs.
 */
export class Journal {
  readonly #store: JournalStore;
  readonly #answered = new Map<string, AnsweredRecord<unknown>>();
  readonly #failed = new Set<string>();
  readonly #unresolvedUSD = new Map<string, number>();
  readonly #spentUSD = new Map<string, number>();

  /** @param lines of earlier runs, without a torn last one; lines of unknown types (from newer versions) are passed over. */
  constructor(store: JournalStore, lines: Iterable<string>) {
    this.#store = store;
    let empty = true;
    for (const line of lines) {
      empty = false;
      this.#replay(JSON.parse(line) as JournalRecord);
    }
    if (empty) this.#write({ type: 'journal', version: JOURNAL_VERSION });
  }

  answerTo<Answer = ChatAnswer>(key: string): AnsweredRecord<Answer> | undefined {
    return this.#answered.get(key) as AnsweredRecord<Answer> | undefined;
  }

  /** Every attempt so far that ended did so without an answer, and there was one. */
  hasFailed(key: string): boolean {
    return this.#failed.has(key) && !this.#answered.has(key);
  }

  /** What all runs so far have paid, or may have paid, for this call: its answer, failed attempts, and one whose outcome was never known. */
  spentOn(key: string): number {
    return (this.#spentUSD.get(key) ?? 0) + (this.#unresolvedUSD.get(key) ?? 0);
  }

  /** The same over all calls. */
  get spentUSD(): number {
    const amounts = [...this.#spentUSD.values(), ...this.#unresolvedUSD.values()];
    return amounts.reduce((sum, amountUSD) => sum + amountUSD, 0);
  }

  record(record: Exclude<JournalRecord, { type: 'journal' }>): void {
    this.#write(record);
    this.#replay(record);
  }

  #write(record: JournalRecord): void {
    this.#store.append(`${JSON.stringify(record)}\n`);
  }

  #replay(record: JournalRecord): void {
    if (record.type === 'sent') {
      // Sent once more after a crash: the earlier attempt stays possibly billed.
      this.#resolve(record.key, this.#unresolvedUSD.get(record.key) ?? 0);
      this.#unresolvedUSD.set(record.key, record.worstUSD);
    } else if (record.type === 'answered') {
      this.#resolve(record.key, record.costUSD);
      this.#answered.set(record.key, record);
    } else if (record.type === 'failed') {
      this.#resolve(record.key, record.mayCostUSD);
      this.#failed.add(record.key);
    }
  }

  #resolve(key: string, costUSD: number): void {
    this.#unresolvedUSD.delete(key);
    this.#spentUSD.set(key, (this.#spentUSD.get(key) ?? 0) + costUSD);
  }
}
