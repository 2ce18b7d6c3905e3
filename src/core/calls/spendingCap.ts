import { SpendingCapError } from './spendingCapError.ts';

/** The worst case of one call, set aside until its real cost is known. Settle it exactly once. */
export interface Reservation {
  settle(costUSD: number): void;
}

/**
 * Keeps the sum of everything paid and everything that calls under way could still cost at or below a cap. A call that does not fit waits while
 * others are under way, since they mostly turn out cheaper than their worst case; when none is left to wait for, it is refused.
 */
export class SpendingCap {
  readonly capUSD: number;
  #spentUSD = 0;
  #reservedUSD = 0;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(capUSD: number) {
    if (!(capUSD >= 0)) throw new RangeError(`a spending cap must be >= 0 USD, got ${capUSD}`);
    this.capUSD = capUSD;
  }

  /** Paid for sure or possibly: failed calls that the provider may have billed count in full. */
  get spentUSD(): number {
    return this.#spentUSD;
  }

  /** Counts what an earlier run, now resumed, has paid for an answer that this one uses. */
  charge(costUSD: number): void {
    this.#spentUSD += costUSD;
  }

  /** Rejects with `SpendingCapError` when the call could break the cap. */
  async reserve(worstCaseUSD: number): Promise<Reservation> {
    if (!(worstCaseUSD >= 0)) throw new RangeError(`a worst case must be >= 0 USD, got ${worstCaseUSD}`);
    while (this.#spentUSD + this.#reservedUSD + worstCaseUSD > this.capUSD) {
      if (this.#underWay === 0) {
        throw new SpendingCapError({ capUSD: this.capUSD, spentUSD: this.#spentUSD, neededUSD: worstCaseUSD });
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#reservedUSD += worstCaseUSD;
    this.#underWay++;
    return { settle: (costUSD) => this.#settle(worstCaseUSD, costUSD) };
  }

  #settle(worstCaseUSD: number, costUSD: number): void {
    this.#underWay--;
    // The last one out leaves nothing of the rounding of many sums behind.
    this.#reservedUSD = this.#underWay === 0 ? 0 : this.#reservedUSD - worstCaseUSD;
    this.#spentUSD += costUSD;
    const woken = this.#waiting;
    this.#waiting = [];
    for (const wake of woken) wake();
  }
}
