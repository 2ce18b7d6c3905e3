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

/**
 * `earning`: the expert answers all, and the student has yet to show its worth. `live`: it answers. `resting`: its next answer might break delta,
 * so the expert answers all until the allowance has grown or the student has shown to have become worse.
 */
export type GuaranteeState = 'earning' | 'live' | 'resting';

/** Numbers a person can follow: what was promised, what is known. */
export interface GuaranteeStanding {
  readonly state: GuaranteeState;
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
  /** `suspended` is the alarm: delta can no longer be vouched for, and the student's latest answers deviate more than delta. */
  readonly kind: 'engaged' | 'rested' | 'suspended';
  readonly standing: GuaranteeStanding;
}

/** What has to survive a restart. */
export interface GuaranteeCounts {
  state: GuaranteeState;
  items: number;
  kept: number;
  audits: number;
  /** Audits that found a deviation. */
  heads: number;
  /** Audits that the expert never answered. */
  lost: number;
  /** Deviations among the kept answers, at most, counted by keeps since an earlier bound. */
  atMost: number;
  /** Answers that a program may have kept after its last save and never told of; each may deviate. Default 0. */
  unwatched?: number | undefined;
}

export interface GuaranteeWorld {
  readonly random: Random;
  readonly onEvent: (event: GuaranteeEvent) => void;
  readonly saved?: GuaranteeCounts | undefined;
}

/** To go live after earning, at most this share of the allowance may be used up, and as large a share of delta by recent mistakes; */
const earnedShare = 0.5;
/** to go live after resting, this share of the allowance, and all of delta. */
const restedShare = 0.9;
/** Items, all checked with the expert, by which a student that is not live is judged. */
const probationItems = 200;

/** The first item that any student may answer, even one without a single mistake: earlier its allowance is smaller than what nobody has seen. */
export function firstPossibleAnswer({ delta, confidence = 0.95, auditShare = 0.1 }: LiveGuaranteeOptions): number {
  const unseen = createCoinBound(auditShare, confidence).mostTosses(0);
  return Math.max(probationItems + 1, Math.ceil(unseen / (earnedShare * delta)));
}

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
 * When the next answer might overdraw that allowance the student rests. Bad luck in the audits of a good student can do that too, so it is
 * not yet an alarm: for some items the expert answers all, which shows how the student would have done. If it would have deviated more than
 * delta it is suspended, and has to earn its place again; else it goes on. The slow test counts false alarms.
 */
export class LiveGuarantee {
  readonly #options: Required<LiveGuaranteeOptions>;
  readonly #coin: CoinBound;
  readonly #random: Random;
  readonly #onEvent: (event: GuaranteeEvent) => void;
  /** Of the latest items since the student stopped being live: would it have deviated where it wanted to answer? */
  #probation: boolean[] = [];
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
    this.#counts = world.saved ?? { state: 'earning', items: 0, kept: 0, audits: 0, heads: 0, lost: 0, atMost: 0 };
  }

  get standing(): GuaranteeStanding {
    const { state, items, kept, audits, heads, atMost } = this.#counts;
    return {
      state,
      items,
      kept,
      audits,
      auditedDeviations: heads,
      deviationsAtMost: Math.min(atMost, this.#byAudits()),
      deviationsAllowed: this.#allowed,
    };
  }

  /**
   * What is under way when the state is saved may never be settled, so it counts as lost.
   * @param reserve answers that may be kept before the next save: should the program die, they count as deviations
   */
  saved(reserve = 0): GuaranteeCounts {
    const { kept, lost, atMost, unwatched = 0 } = this.#counts;
    const pending = this.#pending;
    return {
      ...this.#counts,
      kept: kept + pending + reserve,
      lost: lost + pending,
      atMost: atMost + pending + reserve,
      unwatched: unwatched + reserve,
    };
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
    if (counts.state !== 'live') this.#judge();
    if (counts.state !== 'live') return 'probation';
    const afterKeeping = Math.min(counts.atMost + 1, this.#byAudits(this.#pending));
    if (afterKeeping > this.#allowed) {
      if (this.#pending === 0) this.#enter('resting', 'rested');
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
    return this.#coin.mostTosses(heads + this.#counts.lost) - heads + (this.#counts.unwatched ?? 0);
  }

  /** May a student on probation answer (again), or is it to be suspended? */
  #judge(): void {
    if (this.#probation.length < probationItems) return;
    const wrong = this.#probation.filter(Boolean).length / this.#probation.length;
    const resting = this.#counts.state === 'resting';
    if (resting && wrong > this.#options.delta) {
      this.#enter('earning', 'suspended');
      return;
    }
    const share = resting ? restedShare : earnedShare;
    const wrongAtMost = resting ? this.#options.delta : earnedShare * this.#options.delta;
    if (wrong <= wrongAtMost && this.#byAudits(this.#pending) <= share * this.#allowed) this.#enter('live', 'engaged');
  }

  #enter(state: GuaranteeState, kind: GuaranteeEvent['kind']): void {
    this.#counts.state = state;
    this.#probation = [];
    this.#onEvent({ kind, standing: this.standing });
  }

  #remember(wrong: boolean): void {
    if (this.#counts.state === 'live') return;
    this.#probation.push(wrong);
    if (this.#probation.length > probationItems) this.#probation.shift();
  }
}
