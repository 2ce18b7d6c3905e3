import { FailureError } from '../errors.ts';

/** The next call could break the spending cap, so it was not sent. */
export class SpendingCapError extends FailureError {
  readonly capUSD: number;
  readonly spentUSD: number;
  /** Worst-case cost of the call that was not sent. */
  readonly neededUSD: number;

  constructor(facts: { capUSD: number; spentUSD: number; neededUSD: number }) {
    super(
      `The spending cap of $${facts.capUSD} was reached: $${facts.spentUSD.toFixed(4)} is spent and the next call may cost up to ` +
        `$${facts.neededUSD.toFixed(4)}. Raise --max-spend to go on; what is paid for is kept.`,
    );
    this.capUSD = facts.capUSD;
    this.spentUSD = facts.spentUSD;
    this.neededUSD = facts.neededUSD;
  }
}
