import { failureOf } from './failure.ts';
import type { FromEngine, JobName, Jobs, Order, ProfileNotice, ToEngine } from './protocol.ts';
import type { WorldFacts } from './worldFacts.ts';

/** One end of a thread's channel. */
export interface EnginePort {
  on(event: 'message', listener: (message: ToEngine) => void): unknown;
  postMessage(message: FromEngine): void;
}

interface JobContext {
  readonly world: WorldFacts;
  readonly signal: AbortSignal;
  readonly tell: (event: ProfileNotice) => void;
}

/** Does the jobs that come over the port, several at once if asked to. Each is answered once: with its answer or its failure. */
export function serveEngine(port: EnginePort): void {
  const underWay = new Map<number, AbortController>();
  port.on('message', (message) => {
    if (message.type === 'cancel') {
      underWay.get(message.id)?.abort();
      return;
    }
    const { id, world } = message;
    const controller = new AbortController();
    const { signal } = controller;
    underWay.set(id, controller);
    const tell = (event: ProfileNotice): void => port.postMessage({ type: 'event', id, event });
    answerTo(message, { world, signal, tell })
      .then((answer) => port.postMessage({ type: 'answer', id, answer }))
      .catch((error: unknown) => port.postMessage({ type: 'failure', id, failure: failureOf(error, signal) }))
      .finally(() => underWay.delete(id));
  });
}

/** Each job loads only what it needs. */
async function answerTo(order: Order, { world, signal, tell }: JobContext): Promise<Jobs[JobName]['answer']> {
  switch (order.job) {
    case 'survey': {
      const { surveySetup } = await import('./surveySetup.ts');
      return surveySetup(order.ask, world, signal);
    }
    case 'profile': {
      const { runProfileJob } = await import('./runProfileJob.ts');
      return runProfileJob(order.ask, world, { tell, signal });
    }
    case 'modelList': {
      const { listModels } = await import('./listModels.ts');
      return listModels(world.today);
    }
  }
}
