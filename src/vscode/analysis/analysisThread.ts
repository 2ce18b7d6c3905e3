import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable, Uri } from 'vscode';
import type {
  Analyses,
  AnalysisName,
  AnalysisQuestion,
  AnalysisWorld,
  FromAnalysis,
  ToAnalysis,
} from '../../engine/analysis/analysisProtocol.ts';
import type { Services } from '../services.ts';

/** Looks at prompts and configs on a thread of its own: parsing, counting and hashing must not hold up typing, nor a profile hold up this. */
export interface Analysis extends Disposable {
  /** Rejects with AnalysisEndedError when the thread ends first. @param resource whose settings count */
  ask<Name extends AnalysisName>(
    name: Name,
    question: Analyses[Name]['ask'],
    resource: Uri | undefined,
  ): Promise<Analyses[Name]['answer']>;
}

/** The thread ended, or did not foresee what it was asked. Whoever asked goes without the answer; the log has the reason. */
export class AnalysisEndedError extends Error {}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** Starts its thread with the first question, and again after a crash. */
export function createAnalysis(services: Pick<Services, 'extensionFolder' | 'settings' | 'world' | 'log'>): Analysis {
  return new AnalysisThread(services);
}

class AnalysisThread implements Analysis {
  readonly #services: Pick<Services, 'extensionFolder' | 'settings' | 'world' | 'log'>;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;
  #disposed = false;

  constructor(services: Pick<Services, 'extensionFolder' | 'settings' | 'world' | 'log'>) {
    this.#services = services;
  }

  ask<Name extends AnalysisName>(
    name: Name,
    question: Analyses[Name]['ask'],
    resource: Uri | undefined,
  ): Promise<Analyses[Name]['answer']> {
    if (this.#disposed) return Promise.reject(new AnalysisEndedError('The extension has been stopped.'));
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = ++this.#asked;
    const asked = { name, ask: question } as AnalysisQuestion;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ ...asked, id, world: this.#world(resource) } satisfies ToAnalysis);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#giveUp('The extension has been stopped.');
  }

  #world(resource: Uri | undefined): AnalysisWorld {
    const { settings, world } = this.#services;
    return { today: world(resource).today, prices: settings.get('prices', resource) };
  }

  #start(): Worker {
    const worker = new Worker(join(this.#services.extensionFolder, 'dist', 'analysis-worker.js'), {
      name: 'downtier-analysis',
      execArgv: [], // the extension host's own flags are not for this thread
    });
    worker.unref();
    worker.on('message', (message: FromAnalysis) => this.#receive(message));
    worker.on('error', (error) => this.#services.log.error(error));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#giveUp('The thread that looks at files has ended.');
    });
    return worker;
  }

  #receive(message: FromAnalysis): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('answer' in message) {
      waiting?.resolve(message.answer as never);
    } else {
      this.#services.log.error(message.failure);
      waiting?.reject(new AnalysisEndedError(message.failure));
    }
  }

  #giveUp(why: string): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    for (const { reject } of this.#waiting.values()) reject(new AnalysisEndedError(why));
    this.#waiting.clear();
  }
}
