import { SpendingCapError } from '../calls/spendingCapError.ts';
import type { Equivalence } from '../equivalence/equivalence.ts';
import type { ModelId } from '../models/chatModel.ts';
import type { AnswerSource, Outcome, ProfileItem } from './answerSource.ts';
import { ModelEvidence } from './evidence.ts';
import type { Disagreement } from './profile.ts';

/** What one row showed of one model. */
interface Comparison {
  readonly model: ModelId;
  readonly outcome: Outcome;
  /** undefined: not comparable. */
  readonly deviates: boolean | undefined;
  readonly correct: boolean | undefined;
}

/** Disagreements kept per model, for people to read. */
const DISAGREEMENTS_KEPT = 200;

/** Asks models in rounds of items and keeps what was seen. Knows nothing of when to stop or whom to ask. */
export class EvidenceLedger<Item extends ProfileItem> {
  readonly reference: ModelEvidence;
  readonly candidates: readonly ModelEvidence[];
  readonly #source: AnswerSource<Item>;
  readonly #equivalence: Equivalence;
  readonly #disagreements = new Map<ModelId, Disagreement[]>();
  #asked = 0;

  constructor(
    source: AnswerSource<Item>,
    equivalence: Equivalence,
    models: { reference: ModelId; candidates: readonly ModelId[] },
  ) {
    this.#source = source;
    this.#equivalence = equivalence;
    this.reference = new ModelEvidence(models.reference);
    this.candidates = models.candidates.map((id) => new ModelEvidence(id));
  }

  /** Items sent to the reference so far, answered or not. */
  get asked(): number {
    return this.#asked;
  }

  get costUSD(): number {
    return this.#source.costUSD;
  }

  /** By model, in the order of the candidates. */
  get disagreements(): readonly Disagreement[] {
    return this.candidates.flatMap(({ model }) => this.#disagreements.get(model) ?? []);
  }

  /**
   * Asks the reference and the given candidates about every item, all at once (the source limits how many calls run together).
   * When the cap stops some calls, the items that are complete still count.
   *
   * @returns false when the spending cap ended the round early
   * @throws SpendingCapError when the cap does not even allow one item
   */
  async askRound(items: readonly Item[], candidates: readonly ModelEvidence[], signal: AbortSignal): Promise<boolean> {
    const rounds = await Promise.allSettled(items.map((item) => this.#compareItem(item, candidates, signal)));
    let capped: SpendingCapError | undefined;
    for (const [index, round] of rounds.entries()) {
      if (round.status === 'fulfilled') this.#record(items[index] as Item, round.value);
      else if (round.reason instanceof SpendingCapError) capped = round.reason;
      else throw round.reason;
    }
    if (capped && this.#asked === 0) throw capped;
    return !capped;
  }

  async #compareItem(
    item: Item,
    candidates: readonly ModelEvidence[],
    signal: AbortSignal,
  ): Promise<readonly Comparison[]> {
    const models = [this.reference.model, ...candidates.map((candidate) => candidate.model)];
    const settled = await Promise.allSettled(models.map((model) => this.#source.answer(model, item, signal)));
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    const outcomes = settled.map((result) => (result as PromiseFulfilledResult<Outcome>).value);
    const reference = outcomes[0] as Outcome;
    return Promise.all(
      models.map(async (model, index) => {
        const outcome = outcomes[index] as Outcome;
        const agrees = index === 0 ? true : await this.#same(reference, outcome, signal);
        return {
          model,
          outcome,
          deviates: agrees === undefined ? undefined : !agrees,
          // Most datasets have no gold labels; then there is nothing to wait for, on every item.
          correct: item.gold === undefined ? undefined : await this.#correct(item.gold, outcome, signal),
        };
      }),
    );
  }

  async #same(reference: Outcome, outcome: Outcome, signal: AbortSignal): Promise<boolean | undefined> {
    if (reference.kind === 'missing' || outcome.kind === 'missing') return undefined;
    if (reference.text === null || outcome.text === null) return false;
    return this.#equivalence.equivalent(reference.text, outcome.text, signal);
  }

  /** A judge is not paid to mark answers against gold labels: that is left unknown. */
  async #correct(gold: string, outcome: Outcome, signal: AbortSignal): Promise<boolean | undefined> {
    if (outcome.kind === 'missing' || this.#equivalence.name === 'judge') return undefined;
    return outcome.text !== null && this.#equivalence.equivalent(gold, outcome.text, signal);
  }

  #record(item: Item, comparisons: readonly Comparison[]): void {
    const position = this.#asked++;
    const reference = comparisons[0]?.outcome;
    for (const { model, outcome, deviates, correct } of comparisons) {
      const evidence = model === this.reference.model ? this.reference : this.#candidate(model);
      if (outcome.kind === 'missing') evidence.addMissing(outcome.why);
      else if (deviates === undefined) {
        evidence.addCost(position, outcome.costUSD);
        // The reference's failure is its own; what is left is a judge that failed.
        if (reference?.kind === 'answered') evidence.addMissing();
      } else {
        evidence.addAnswer(position, { costUSD: outcome.costUSD, deviates, correct });
        if (deviates && reference?.kind === 'answered') this.#note(item, model, reference.text, outcome.text);
      }
    }
  }

  #note(item: Item, model: ModelId, referenceAnswer: string | null, answer: string | null): void {
    const noted = this.#disagreements.get(model) ?? [];
    this.#disagreements.set(model, noted);
    if (noted.length >= DISAGREEMENTS_KEPT) return;
    noted.push({ model, item: item.id, input: item.input, referenceAnswer, answer, gold: item.gold });
  }

  #candidate(model: ModelId): ModelEvidence {
    const found = this.candidates.find((candidate) => candidate.model === model);
    if (!found) throw new RangeError(`${model} is not a candidate of this profile`);
    return found;
  }
}
