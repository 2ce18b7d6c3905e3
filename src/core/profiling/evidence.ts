import type { ModelId } from '../models/chatModel.ts';

/** What profiling has seen of one model, an entry per item asked. Costs are kept per item for the savings interval. */
export class ModelEvidence {
  readonly model: ModelId;
  #items = 0;
  #deviations = 0;
  #missing = 0;
  #lastFailure: string | undefined;
  #goldItems = 0;
  #goldCorrect = 0;
  #costUSD = 0;
  readonly #costByItem = new Map<number, number>();

  constructor(model: ModelId) {
    this.model = model;
  }

  /** @param item 0-based position in the profiling order */
  addAnswer(item: number, facts: { costUSD: number; deviates: boolean; correct: boolean | undefined }): void {
    this.addCost(item, facts.costUSD);
    this.addComparison(facts);
  }

  /** An answer, whose cost was added before, was compared with the reference's. */
  addComparison({ deviates, correct }: { deviates: boolean; correct: boolean | undefined }): void {
    this.#items++;
    if (deviates) this.#deviations++;
    if (correct === undefined) return;
    this.#goldItems++;
    if (correct) this.#goldCorrect++;
  }

  /** The call failed, for this reason, or its comparison could not be made. */
  addMissing(why?: string): void {
    this.#missing++;
    this.#lastFailure = why ?? this.#lastFailure;
  }

  /** Why the last call that failed did so. */
  get lastFailure(): string | undefined {
    return this.#lastFailure;
  }

  /** The call was paid for, whatever became of the comparison. */
  addCost(item: number, costUSD: number): void {
    this.#costUSD += costUSD;
    this.#costByItem.set(item, costUSD);
  }

  /** Items compared with the reference; missing ones not counted. */
  get items(): number {
    return this.#items;
  }

  get deviations(): number {
    return this.#deviations;
  }

  get agreements(): number {
    return this.#items - this.#deviations;
  }

  get missing(): number {
    return this.#missing;
  }

  /** Share of answers equivalent to the gold label; undefined without gold labels. */
  get accuracy(): number | undefined {
    return this.#goldItems === 0 ? undefined : this.#goldCorrect / this.#goldItems;
  }

  get totalCostUSD(): number {
    return this.#costUSD;
  }

  /** Mean cost of one call, undefined before the first answer. */
  get meanCostUSD(): number | undefined {
    return this.#costByItem.size === 0 ? undefined : this.#costUSD / this.#costByItem.size;
  }

  get costByItem(): ReadonlyMap<number, number> {
    return this.#costByItem;
  }
}
