import PQueue from 'p-queue';
import { CallError } from '../models/callError.ts';
import type { RateLimit } from '../models/chatModel.ts';

/**
 * The calls to one model: at most `concurrency` at once, fewer when the provider says that it is too much. A 429 or 529 halves the number; headers
 * that leave fewer requests than are running lower it to what is left; each answer without such a sign raises it by one again.
 */
export class CallLane {
  readonly #queue: PQueue;
  readonly #most: number;
  #era = 0;

  constructor(concurrency: number) {
    this.#most = concurrency;
    this.#queue = new PQueue({ concurrency });
  }

  /** Counts the halvings so far. */
  get era(): number {
    return this.#era;
  }

  /** How many calls may run together now. */
  get concurrency(): number {
    return this.#queue.concurrency;
  }

  /**
   * The task itself has to look at its signal when it starts: the queue is not given one, since it would let go of a task under way at once, and its
   * answer, already paid for, would come home to nobody.
   */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.#queue.add(task);
  }

  answered(limit: RateLimit): void {
    const left = limit.remainingRequests ?? Number.POSITIVE_INFINITY;
    this.#queue.concurrency = Math.max(1, Math.min(this.#most, this.#queue.concurrency + 1, left));
  }

  /** @param era when the failed call was sent (default: just now): calls sent together that fail together halve the number once. */
  failed(error: unknown, era = this.#era): void {
    if (era < this.#era || !(error instanceof CallError)) return;
    if (error.reason !== 'rate' && error.reason !== 'overloaded') return;
    this.#era++;
    this.#queue.concurrency = Math.max(1, Math.floor(this.#queue.concurrency / 2));
  }
}
