import type { CallOutcome } from './asking.ts';
import type { AnsweredRecord } from './journal.ts';

/** The answers given out and what they cost. */
export class GivenOut {
  readonly #costUSD = new Map<string, number>();

  give<Answer>(
    key: string,
    { answer, costUSD }: Pick<AnsweredRecord<Answer>, 'answer' | 'costUSD'>,
  ): CallOutcome<Answer> {
    this.#costUSD.set(key, costUSD);
    return { kind: 'answered', answer, costUSD };
  }

  /**
   * Each answer counted once. Added up from small to large, so that the last digits do not depend on the order in which answers came home and a
   * resumed run reports exactly what an uninterrupted one does.
   */
  get totalUSD(): number {
    return [...this.#costUSD.values()].sort((a, b) => a - b).reduce((sum, costUSD) => sum + costUSD, 0);
  }
}
