import type { Failure } from '../../engine/worker/failure.ts';
import type { FromEngine, JobName, Jobs, ProfileNotice, ToEngine } from '../../engine/worker/protocol.ts';
import type { WorldFacts } from '../../engine/worker/worldFacts.ts';

/** A worker thread, as far as it is used here. */
export interface EngineWorker {
  postMessage(message: ToEngine): void;
  on(event: 'message', listener: (message: FromEngine) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

/** A job of the engine ended without an answer. */
export class EngineFailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = failure.name;
    this.failure = failure;
  }
}

export interface AskOptions<Name extends JobName> {
  readonly world: WorldFacts;
  /** Once aborted the job ends soon, with a failure to blame on the cancelling. */
  readonly signal?: AbortSignal;
  readonly tell?: (event: Jobs[Name]['event']) => void;
}

interface Pending {
  readonly resolve: (answer: Jobs[JobName]['answer']) => void;
  readonly reject: (error: EngineFailureError) => void;
  readonly tell: (event: ProfileNotice) => void;
}

/** A cancelled job that has not ended after this is not waited for any more. Calls under way get 0.8 s to come home. */
const CANCEL_WITHIN_MS = 3000;

/** The engine in a thread of its own, started by the first question. Should it die, its questions fail and the next one starts it anew. */
export class EngineThread {
  readonly #start: () => EngineWorker;
  #worker: EngineWorker | undefined;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  constructor(start: () => EngineWorker) {
    this.#start = start;
  }

  /** Rejects with EngineFailureError only. */
  async ask<Name extends JobName>(
    job: Name,
    ask: Jobs[Name]['ask'],
    { world, signal, tell }: AskOptions<Name>,
  ): Promise<Jobs[Name]['answer']> {
    const worker = this.#running();
    const id = this.#nextId++;
    const cancel = (): void => {
      worker.postMessage({ type: 'cancel', id });
      setTimeout(() => this.#giveUp(id), CANCEL_WITHIN_MS).unref();
    };
    const answer = new Promise<Jobs[JobName]['answer']>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, tell: (tell as Pending['tell']) ?? (() => undefined) });
      worker.postMessage({ type: 'ask', id, world, job, ask } as ToEngine);
      if (signal?.aborted) cancel();
      signal?.addEventListener('abort', cancel, { once: true });
    });
    try {
      return (await answer) as Jobs[Name]['answer'];
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  dispose(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    this.#failAll({ name: 'Cancelled', message: 'The extension was stopped.', blame: 'cancelled', facts: {} });
  }

  #running(): EngineWorker {
    if (this.#worker) return this.#worker;
    const worker = this.#start();
    this.#worker = worker;
    worker.on('message', (message) => this.#receive(message));
    worker.on('error', (error) => this.#died(worker, `${error.message}`));
    worker.on('exit', (code) => this.#died(worker, `exit code ${code}`));
    return worker;
  }

  #receive(message: FromEngine): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return; // given up meanwhile
    if (message.type === 'event') {
      pending.tell(message.event);
      return;
    }
    this.#pending.delete(message.id);
    if (message.type === 'answer') pending.resolve(message.answer);
    else pending.reject(new EngineFailureError(message.failure));
  }

  #giveUp(id: number): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    pending.reject(new EngineFailureError({ name: 'Cancelled', message: 'Cancelled.', blame: 'cancelled', facts: {} }));
    if (this.#pending.size > 0) return;
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #died(worker: EngineWorker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#failAll({
      name: 'ThreadDiedError',
      message: `The thread that profiles ended unexpectedly (${why}). Every answer already paid for is kept.`,
      blame: 'unexpected',
      facts: {},
    });
  }

  #failAll(failure: Failure): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new EngineFailureError(failure));
  }
}
