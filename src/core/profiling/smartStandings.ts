import { lowerBoundReaches } from '../statistics/clopperPearson.ts';
import type { ProfileItem } from './answerSource.ts';
import type { ModelEvidence } from './evidence.ts';
import type { EvidenceLedger } from './evidenceLedger.ts';
import type { ModelStatus, ProfileRequest } from './profile.ts';

/** Which models SMART has settled. A model once settled stays so; who is too dear follows from the mean costs seen so far. */
export class SmartStandings {
  readonly #ledger: Pick<EvidenceLedger<ProfileItem>, 'reference' | 'candidates'>;
  readonly #request: Pick<ProfileRequest, 'delta' | 'confidence'>;
  readonly #settled = new Map<ModelEvidence, 'satisfies' | 'too far off'>();

  constructor(
    ledger: Pick<EvidenceLedger<ProfileItem>, 'reference' | 'candidates'>,
    request: Pick<ProfileRequest, 'delta' | 'confidence'>,
  ) {
    this.#ledger = ledger;
    this.#request = request;
  }

  /** The look at the intervals after a round: does the whole Clopper-Pearson interval lie on one side of 1 - delta? */
  update(): void {
    const { delta, confidence } = this.#request;
    const tail = (1 - confidence) / 2;
    for (const evidence of this.#ledger.candidates) {
      if (this.#settled.has(evidence)) continue;
      const { agreements, deviations, items } = evidence;
      if (lowerBoundReaches(delta, deviations, items, tail)) this.#settled.set(evidence, 'too far off');
      else if (lowerBoundReaches(1 - delta, agreements, items, tail)) this.#settled.set(evidence, 'satisfies');
    }
  }

  /** Open candidates cheaper than the cheapest satisfying model, cheapest first; all of them before costs are known. */
  toAsk(): ModelEvidence[] {
    const limit = this.fallbackCostUSD ?? Number.POSITIVE_INFINITY;
    return this.#ledger.candidates
      .filter((evidence) => !this.#settled.has(evidence) && !isFailing(evidence) && costOf(evidence) < limit)
      .sort((a, b) => costOf(a) - costOf(b));
  }

  /** The cheapest satisfying candidate that is cheaper than the reference. */
  get cheapestSatisfying(): ModelEvidence | undefined {
    return this.#ledger.candidates
      .filter((evidence) => this.#settled.get(evidence) === 'satisfies' && this.#belowReference(evidence))
      .sort((a, b) => costOf(a) - costOf(b))[0];
  }

  /** Mean cost of the cheapest satisfying model, the reference included; undefined before the reference's first answer. */
  get fallbackCostUSD(): number | undefined {
    return (this.cheapestSatisfying ?? this.#ledger.reference).meanCostUSD;
  }

  /** The cheapest model not dropped satisfies: nothing that could still be learned would change the choice. */
  get decided(): boolean {
    return this.toAsk().length === 0;
  }

  statusOf(evidence: ModelEvidence): ModelStatus {
    if (evidence === this.#ledger.reference) return 'reference';
    const settled = this.#settled.get(evidence);
    if (settled) return settled;
    if (isFailing(evidence)) return 'failing';
    return this.toAsk().includes(evidence) ? 'open' : 'dearer';
  }

  #belowReference(evidence: ModelEvidence): boolean {
    return costOf(evidence) < (this.#ledger.reference.meanCostUSD ?? Number.POSITIVE_INFINITY);
  }
}

/** A model that never answered has no cost yet and may still be the cheapest. */
function costOf(evidence: ModelEvidence): number {
  return evidence.meanCostUSD ?? 0;
}

/** Calls that all failed before a model is given up on. */
const FAILURES_ENOUGH = 20;

function isFailing({ items, missing }: ModelEvidence): boolean {
  return items === 0 && missing >= FAILURES_ENOUGH;
}
