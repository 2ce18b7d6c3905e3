/** What the student is to aim for. */
export type StudentAim =
  /**
   * Ask the expert about this share of the items (0 < share < 1), over `items` of them. The first `front` of those calls (default 0.4 of
   * them) are spent at once, since what is learned early pays longest.
   */
  | { readonly kind: 'budget'; readonly share: number; readonly items: number; readonly front?: number }
  /** Keep what it can while the expected rate of deviations over all items is at most `rate`. */
  | { readonly kind: 'deviation'; readonly rate: number }
  /** Keep an item if its risk of deviating is at most `mu`: what an expert call is worth, in deviations (Nie et al. 2024, equation 1). */
  | { readonly kind: 'tradeoff'; readonly mu: number };

/** The largest risk at which the student still answers. It follows the stream and never looks ahead. */
export interface CutOff {
  /** Is the next item to be asked about whatever its risk? `undefined`: as long as the levels warm up. */
  readonly wantsEveryLabel: boolean | undefined;
  /** May levels jump to the expert by chance, to learn of items they are sure of? A budget pays for its front instead. */
  readonly allowsJumps: boolean;
  readonly risk: number;
  /** After each item: how risky it was, and whether the expert was called. */
  record(risk: number, asked: boolean): void;
  /** What of a budget has been used. */
  saved(): SpentBudget | undefined;
}

export interface SpentBudget {
  readonly seen: number;
  readonly spent: number;
}

/** Recent risks that tell what the next items will be like. Short, since a level that learns makes older ones obsolete. */
const windowSize = 100;

export function createCutOff(aim: StudentAim, saved: SpentBudget | undefined): CutOff {
  if (aim.kind === 'budget') return budgetCutOff(aim, saved);
  if (aim.kind === 'deviation') return deviationCutOff(aim.rate);
  return { wantsEveryLabel: undefined, allowsJumps: true, risk: aim.mu, record() {}, saved: () => undefined };
}

/** The recent quantile of risks beyond which the calls that are left can be afforded. */
function budgetCutOff(aim: Extract<StudentAim, { kind: 'budget' }>, saved: SpentBudget | undefined): CutOff {
  const { share, items, front = 0.4 } = aim;
  if (!(0 < share && share < 1) || !(items >= 1)) throw new RangeError(`a budget needs a share in 0..1 of some items`);
  const calls = Math.round(share * items);
  const recent = new RecentRisks();
  let { seen, spent } = saved ?? { seen: 0, spent: 0 };
  return {
    get wantsEveryLabel() {
      return spent < front * calls;
    },
    allowsJumps: false,
    get risk() {
      if (spent >= calls) return Number.POSITIVE_INFINITY;
      // Twice the even rate at first and the even rate in the end: labels that come early pay longer.
      const wanted = ((calls - spent) / Math.max(1, items - seen)) * (2 - seen / items);
      return recent.quantile(1 - wanted);
    },
    record(risk, asked) {
      recent.add(risk);
      seen++;
      if (asked) spent++;
      if (seen < items) return;
      // The stream goes on: the next stretch has a budget of its own, and nothing left to learn from scratch.
      seen = 0;
      spent = front * calls;
    },
    saved: () => ({ seen, spent }),
  };
}

/** The recent risk up to which the risks of what would be kept, spread over all items, add up to the rate. */
function deviationCutOff(rate: number): CutOff {
  if (!(0 < rate && rate < 1)) throw new RangeError(`a deviation rate must lie strictly between 0 and 1, got ${rate}`);
  const recent = new RecentRisks();
  return {
    wantsEveryLabel: undefined,
    allowsJumps: true,
    get risk() {
      return recent.affordable(rate);
    },
    record: (risk) => recent.add(risk),
    saved: () => undefined,
  };
}

class RecentRisks {
  readonly #inOrder: number[] = [];
  readonly #sorted: number[] = [];

  add(risk: number): void {
    this.#inOrder.push(risk);
    this.#sorted.splice(this.#placeOf(risk), 0, risk);
    const oldest = this.#inOrder.length > windowSize ? this.#inOrder.shift() : undefined;
    if (oldest !== undefined) this.#sorted.splice(this.#placeOf(oldest), 1);
  }

  /** 0 while nothing has been seen, so that nothing is kept. */
  quantile(share: number): number {
    const index = Math.min(this.#sorted.length - 1, Math.max(0, Math.floor(share * this.#sorted.length)));
    return this.#sorted[index] ?? 0;
  }

  affordable(rate: number): number {
    let sum = 0;
    let largest = 0;
    for (const risk of this.#sorted) {
      sum += risk;
      if (sum > rate * this.#sorted.length) break;
      largest = risk;
    }
    return largest;
  }

  /** Of the first element that is not smaller. */
  #placeOf(risk: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? 0) < risk) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
