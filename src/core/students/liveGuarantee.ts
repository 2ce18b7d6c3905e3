import type { Random } from '../random.ts';
import { type CoinBound, createCoinBound } from '../statistics/coinBound.ts';

export interface LiveGuaranteeOptions {
  /** At most this share of all items, from the first to any later one, may be answered unlike the expert. */
  readonly delta: number;
  /** Chance that the promise holds, at all times at once. Default 0.95. */
  readonly confidence?: number;
  /** Share of the answers it would keep that are checked with the expert first. Default 0.1. */
  readonly auditShare?: number;
}

/** Numbers a person can follow: what was promised, what is known. */
export interface GuaranteeStanding {
  readonly state: 'earning' | 'live';
  readonly items: number;
  /** Answers given without the expert. */
  readonly kept: number;
  readonly audits: number;
  readonly auditedDeviations: number;
  /** With the given confidence no more of the kept answers deviate. */
  readonly deviationsAtMost: number;
  /** delta * items. */
  readonly deviationsAllowed: number;
}

export interface GuaranteeEvent {
  /** `engaged`: the student answers from now on. `suspended`: it can no longer be excluded that delta is broken by its next answer. */
  readonly kind: 'engaged' | 'suspended';
  readonly standing: GuaranteeStanding;
}

/** What has to survive a restart. */
export interface GuaranteeCounts {
  live: boolean;
  items: number;
  kept: number;
  audits: number;
  /** Audits that found a deviation. */
  heads: number;
  /** Audits that the expert never answered. */
  lost: number;
  /** Deviations among the kept answers, at most, counted by keeps since an earlier bound. */
  atMost: number;
}

export interface GuaranteeWorld {
  readonly random: Random;
  readonly onEvent: (event: GuaranteeEvent) => void;
  readonly saved?: GuaranteeCounts | undefined;
}

/** To go live (again), the proven bound must leave this share of what is allowed in reserve, */
const reserve = 0.5;
/** and of so many latest items at most that share of delta may have been wrong candidates. */
const probationItems = 200;

/**
 * Watches that the answers a student gives without the expert deviate on at most a share delta of the whole stream.
 *
 * Each answer it would keep is first put to a coin: with chance `auditShare` the expert is asked instead (and answers). Whether an
 * answer deviates is settled before the coin falls, so the deviating ones are tosses of a coin with known chance of which only the heads
 * are seen, whatever the stream does: shifts, trends, an adversary. `CoinBound` therefore bounds their number at all times at once. In
 * addition deviations grow by at most one per kept answer, and not at all otherwise, so an earlier bound plus the answers kept since
 * is a bound too. An answer is kept only if after it the smaller of the two is at most delta * items. Hence
 * P(deviations > delta * items at any time) <= 1 - confidence, with no assumption on the stream.
 *
 * The student must earn that allowance: it goes live once half of it is in reserve and its candidates on recent items, checked with the
 * expert, were good. If one day an answer would overdraw the allowance, the student is suspended (an event) until it has earned it again. With a
 * student that deviates well below delta this happens in few streams; a slow test counts both.
 */
export class LiveGuarantee {
  readonly #options: Required<LiveGuaranteeOptions>;
  readonly #coin: CoinBound;
  readonly #random: Random;
  readonly #onEvent: (event: GuaranteeEvent) => void;
  /** Of the latest items, newest last: would the student have deviated where it wanted to answer? */
  readonly #recent: boolean[] = [];
  #counts: GuaranteeCounts;
  /** Audits whose outcome is not known yet: they may all turn out bad. */
  #pending = 0;

  constructor(options: LiveGuaranteeOptions, world: GuaranteeWorld) {
    const { delta, confidence = 0.95, auditShare = 0.1 } = options;
    if (!(0 < delta && delta < 1)) throw new RangeError(`delta must lie strictly between 0 and 1, got ${delta}`);
    this.#options = { delta, confidence, auditShare };
    this.#coin = createCoinBound(auditShare, confidence);
    this.#random = world.random;
    this.#onEvent = world.onEvent;
    this.#counts = world.saved ?? { live: false, items: 0, kept: 0, audits: 0, heads: 0, lost: 0, atMost: 0 };
  }

  get standing(): GuaranteeStanding {
    const { live, items, kept, audits, heads, atMost } = this.#counts;
    return {
      state: live ? 'live' : 'earning',
      items,
      kept,
      audits,
      auditedDeviations: heads,
      deviationsAtMost: Math.min(atMost, this.#byAudits()),
      deviationsAllowed: this.#allowed,
    };
  }

  /** What is under way when the state is saved may never be settled, so it counts as lost. */
  saved(): GuaranteeCounts {
    const { kept, lost, atMost } = this.#counts;
    const pending = this.#pending;
    return { ...this.#counts, kept: kept + pending, lost: lost + pending, atMost: atMost + pending };
  }

  /** An item that goes to the expert for other reasons. */
  pass(): void {
    this.#counts.items++;
    this.#remember(false);
  }

  /** The student would answer the next item. `probation`: it is not live; the expert answers, and `settle` tells how good it would have been. */
  decide(): 'keep' | 'audit' | 'probation' {
    const counts = this.#counts;
    counts.items++;
    if (!counts.live && this.#hasEarned()) this.#switch(true);
    if (!counts.live) return 'probation';
    const afterKeeping = Math.min(counts.atMost + 1, this.#byAudits(this.#pending));
    if (afterKeeping > this.#allowed) {
      if (this.#pending === 0) this.#switch(false);
      return 'probation';
    }
    if (this.#random.uniform() < this.#options.auditShare) {
      this.#pending++;
      return 'audit';
    }
    counts.kept++;
    counts.atMost = afterKeeping;
    return 'keep';
  }

  /** What the expert said to an item that was decided as `audit` or `probation`. */
  settle(decided: 'audit' | 'probation', deviated: boolean): void {
    this.#remember(deviated);
    if (decided === 'probation') return;
    this.#pending--;
    this.#counts.audits++;
    if (deviated) this.#counts.heads++;
  }

  /** The expert did not answer an audit, so the student's answer was given after all: it may deviate, and its coin is spoilt. */
  lose(): void {
    this.#pending--;
    this.#counts.kept++;
    this.#counts.lost++;
    this.#counts.atMost++;
  }

  get #allowed(): number {
    return this.#options.delta * this.#counts.items;
  }

  /** Kept answers that deviate, at most, should `more` audits turn out bad. A lost audit may have been heads. */
  #byAudits(more = 0): number {
    const heads = this.#counts.heads + more;
    return this.#coin.mostTosses(heads + this.#counts.lost) - heads;
  }

  #hasEarned(): boolean {
    if (this.#recent.length < probationItems || this.#byAudits(this.#pending) > reserve * this.#allowed) return false;
    const wrong = this.#recent.filter(Boolean).length;
    return wrong <= reserve * this.#options.delta * this.#recent.length;
  }

  #switch(live: boolean): void {
    this.#counts.live = live;
    this.#onEvent({ kind: live ? 'engaged' : 'suspended', standing: this.standing });
  }

  #remember(wrong: boolean): void {
    this.#recent.push(wrong);
    if (this.#recent.length > probationItems) this.#recent.shift();
  }
}
